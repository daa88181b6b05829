using PlanRunner.Source;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Contract;

/// <summary>
/// One kind of step, with all that other code needs to know of it: nothing branches on its key. A new kind is its file in Kinds (the
/// kind, its body, its rendered body; a folder where they are many), its line in <c>StepKinds</c>, its schema, its section in
/// docs/plan-language.md and its tests. Tests say which of these is missing.
/// </summary>
internal abstract class StepKind
{
    /// <summary>The YAML key that chooses the kind: <c>sql</c>, <c>wait</c> …</summary>
    public abstract string Key { get; }

    /// <summary>In what its text is written: how it is coloured, and cut into the pieces of which a renamed step is known again.</summary>
    public virtual TextLanguage Language => TextLanguage.Sql;

    /// <summary>True for kinds whose text does not show what it will do, so that a dry run has nothing to inspect.</summary>
    public virtual bool IsOpaque => false;

    /// <summary>What other tools call it, for who writes that.</summary>
    public virtual IReadOnlyList<string> OtherNames => [];

    /// <summary>The JSON schema of its mapping; null where that is a file of ours, schemas/steps/KEY.schema.json.</summary>
    public virtual string? Schema => null;

    /// <summary>True for kinds that only read: they run again until a later step with an effect has started.</summary>
    public virtual bool IsCheck => false;

    /// <summary>True for kinds whose work a person does; an environment may say how each is answered in a rehearsal.</summary>
    public virtual bool IsPersonsWork => false;

    /// <summary>True for kinds that are allowed under <c>undo</c>.</summary>
    public virtual bool CanUndo => false;

    /// <summary>The remedy where a later step asks for what this one does not capture.</summary>
    /// <param name="step">The step that is asked, as the other one names it.</param>
    /// <param name="wanted">What it is asked for.</param>
    /// <param name="captured">What it captures.</param>
    public virtual string CaptureHelp(string step, string wanted, IReadOnlyList<string> captured) =>
        $"a step of the kind {Key} captures nothing: read the value in a query step, and take it from there";

    /// <summary>Reads the kind's mapping, valid by its schema. What the schema cannot check goes to the binder's diagnostics.</summary>
    public abstract StepBody Bind(MappingNode node, StepBinder binder);
}
