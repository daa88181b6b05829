namespace PlanRunner.Source;

/// <summary>Where a rendered text goes, which decides what may enter it unquoted.</summary>
internal enum TextContext
{
    /// <summary>For people, or a value of its own: anything may enter.</summary>
    Plain,

    Sql,

    Shell,
}
