namespace PlanRunner.Templating;

/// <summary>What a mistake in a template is about, for those who know more to say of some.</summary>
internal enum TemplateErrorKind
{
    Other,

    /// <summary>A name that nothing gives a value to.</summary>
    UnknownName,

    /// <summary>Something is asked of null.</summary>
    NullTarget,
}
