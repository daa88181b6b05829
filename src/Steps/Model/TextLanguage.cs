namespace PlanRunner.Steps.Model;

/// <summary>In what the text of a step is written.</summary>
internal enum TextLanguage
{
    Sql,

    /// <summary>A script for <c>sh</c>, or a command.</summary>
    Shell,

    /// <summary>Words for a person.</summary>
    Prose,
}
