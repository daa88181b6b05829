using PlanRunner.Source;

namespace PlanRunner.Steps.Contract;

/// <summary>
/// One kind of step. A new kind is one file in Kinds (the kind, its body, its rendered body) and one schema named after its
/// key in schemas/steps; the registry finds it by itself.
/// </summary>
internal abstract class StepKind
{
    /// <summary>The YAML key that chooses the kind: <c>sql</c>, <c>wait</c> …</summary>
    public abstract string Key { get; }

    /// <summary>True for kinds that change nothing: they are asked again until a step with an effect after them has started.</summary>
    public virtual bool IsCheck => false;

    /// <summary>True for kinds whose work a person does; an environment may say how each is answered in a rehearsal.</summary>
    public virtual bool IsPersonsWork => false;

    /// <summary>True for kinds that may stand under <c>undo</c>.</summary>
    public virtual bool CanUndo => false;

    /// <summary>The remedy where a later step asks for what this one does not capture.</summary>
    /// <param name="step">The step that is asked, as the other one names it.</param>
    /// <param name="wanted">What it is asked for.</param>
    /// <param name="captured">What it captures.</param>
    public virtual string CaptureHelp(string step, string wanted, IReadOnlyList<string> captured) =>
        $"a step of the kind {Key} captures nothing: read the value in a query step, and take it from there";

    /// <summary>Reads the kind's mapping, already valid by its schema. What the schema cannot say goes to the binder's diagnostics.</summary>
    public abstract StepBody Bind(MappingNode node, StepBinder binder);
}
