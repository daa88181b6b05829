namespace PlanRunner.Quoting;

/// <summary>How a shell reads the next character.</summary>
internal enum ShellContext : byte
{
    /// <summary>As a part of commands and their words: where quotes begin a quoted stretch.</summary>
    Words,

    SingleQuotes,

    DoubleQuotes,

    Backquotes,

    /// <summary><c>${…}</c></summary>
    Parameter,

    /// <summary><c>$((…))</c></summary>
    Arithmetic,

    Comment,

    HereDocument,

    /// <summary>The word behind <c>&lt;&lt;</c>.</summary>
    Delimiter,

    /// <summary>Right behind a backslash.</summary>
    Escaped,

    /// <summary>Right behind a <c>$</c> that begins nothing yet.</summary>
    Dollar,

    /// <summary>Behind something that shells read differently, or that never ends.</summary>
    Unclear,
}
