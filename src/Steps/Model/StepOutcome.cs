using PlanRunner.Source;

namespace PlanRunner.Steps.Model;

/// <summary>How a step ended.</summary>
internal abstract record StepOutcome
{
    private StepOutcome() { }

    public sealed record Done(IReadOnlyDictionary<string, CapturedValue> Captured) : StepOutcome
    {
        public static readonly Done Nothing = new(new Dictionary<string, CapturedValue>());

        /// <summary>How it is known, where it was not by running it: it already existed.</summary>
        public string? Because { get; init; }

        /// <summary>A warning that came with it, such as an assert of severity warn.</summary>
        public Diagnostic? Warning { get; init; }
    }

    /// <summary>It did not work. <paramref name="Effect"/> says whether it is certain that nothing was done.</summary>
    public sealed record Failed(Diagnostic Diagnostic, EffectAfterFailure Effect) : StepOutcome
    {
        /// <summary>True where trying again may help: a lost connection, a deadlock, a lock timeout.</summary>
        public bool Transient { get; init; }

        /// <summary>
        /// Where nothing is in doubt, but something was begun and not ended: what, and what the next attempt does about it. Null where
        /// nothing is left.
        /// </summary>
        public string? Left { get; init; }
    }

    /// <summary>The effect remains, its verify said no or could not be asked.</summary>
    public sealed record Unverified(IReadOnlyDictionary<string, CapturedValue> Captured, Diagnostic Diagnostic) : StepOutcome;

    /// <summary>Only a person can continue; the diagnostic says how.</summary>
    public sealed record NeedsPerson(Diagnostic Diagnostic) : StepOutcome;
}
