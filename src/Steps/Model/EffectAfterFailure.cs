namespace PlanRunner.Steps.Model;

internal enum EffectAfterFailure
{
    /// <summary>Certain: nothing was done (rolled back, or never sent).</summary>
    None,

    /// <summary>It may have been done, completely or in part.</summary>
    Unknown,

    /// <summary>It ended with an error, which is reported; what it had done before that remains.</summary>
    Partial,
}
