namespace PlanRunner.Steps.Model;

internal enum EffectAfterFailure
{
    /// <summary>Certain: nothing was done (rolled back, or never sent).</summary>
    None,

    /// <summary>It may have been done, wholly or in part.</summary>
    Unknown,

    /// <summary>It came to its end with an error, which is told; what it had done before that stands.</summary>
    Partial,
}
