namespace PlanRunner.Sql.Lexing;

internal enum SqlTokenKind
{
    /// <summary>A keyword or an unquoted name.</summary>
    Word,

    /// <summary><c>"name"</c> or <c>U&amp;"name"</c>.</summary>
    QuotedName,

    /// <summary><c>'…'</c> with any prefix, and its continuations on further lines.</summary>
    String,

    /// <summary><c>$tag$…$tag$</c></summary>
    DollarString,

    Number,

    /// <summary><c>:name</c>, which Postgres does not know and params may declare.</summary>
    Parameter,

    /// <summary>One character of punctuation or of an operator; <c>::</c> and <c>:=</c> are one.</summary>
    Symbol,

    /// <summary><c>-- …</c> or <c>/* … */</c>, where comments are asked for.</summary>
    Comment,

    /// <summary>The rows below <c>COPY … FROM stdin;</c>, with the <c>\.</c> that ends them.</summary>
    CopyRows,

    /// <summary>Such rows without a <c>\.</c>; reaches to the end of the text.</summary>
    EndlessRows,

    /// <summary><c>\command …</c> of psql, to the end of its line.</summary>
    MetaCommand,

    /// <summary>A string, name or comment that never ends; reaches to the end of the text.</summary>
    Unterminated,
}
