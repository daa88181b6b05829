namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>A part of a document that needs no other. Every format can write each kind of block: see <see cref="BlockWriter"/>.</summary>
internal abstract record Block : IShown
{
    public Media In { get; init; } = Media.All;
}
