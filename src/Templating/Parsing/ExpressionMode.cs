namespace PlanRunner.Templating.Parsing;

/// <summary>Where an expression stands, as far as that decides where it ends.</summary>
internal enum ExpressionMode
{
    Anywhere,

    /// <summary>In a loop's first line, a bare word is a setting of the loop, not an argument.</summary>
    LoopHeader,

    /// <summary>After <c>when</c>, <c>||</c> separates values.</summary>
    When,

    /// <summary>Between <c>?</c> and <c>:</c>, a word before the colon is not an argument's name.</summary>
    Conditional,
}
