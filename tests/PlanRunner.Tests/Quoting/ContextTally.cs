using PlanRunner.Source;
using PlanRunner.Tests.EndToEnd;
using Xunit;

namespace PlanRunner.Tests.Quoting;

/// <summary>What came of the cases so far, and whether they tell anything.</summary>
internal sealed class ContextTally
{
    private const int Usual = 10_000;

    private readonly SortedDictionary<string, int> reasons = new(StringComparer.Ordinal);
    private int accepted;
    private int judged;
    private int valid;
    private int refusedTemplates;
    private int changed;

    public int Cases { get; private set; }

    /// <summary>As many as usual, as long as a soak allows, or the share of the inputs that were asked for.</summary>
    public bool WantsMore(int usual, SoakSeries series) =>
        Soak.Inputs is { } inputs ? Cases < (long)inputs * usual / Usual
        : Soak.Asked ? !series.IsOver
        : Cases < usual;

    public void Count(Diagnostics told)
    {
        Cases++;
        if (told.Count == 0)
            accepted++;
        foreach (var id in told.Select(d => d.Id).Distinct(StringComparer.Ordinal))
            reasons[id] = reasons.GetValueOrDefault(id) + 1;
    }

    public void Judged(bool isValid)
    {
        judged++;
        valid += isValid ? 1 : 0;
    }

    public void Refused(bool changes)
    {
        refusedTemplates++;
        changed += changes ? 1 : 0;
    }

    /// <summary>Enough was accepted, and enough of what was refused would really have changed.</summary>
    public void AssertTelling(double accepted, double changed)
    {
        Assert.True(valid >= Cases * accepted, $"too few cases were accepted: {this}");
        Assert.True(this.changed >= refusedTemplates * changed, $"too much was refused that changes nothing: {this}");
    }

    public override string ToString() =>
        $"{Cases} cases: {accepted} accepted ({judged} compared, {valid} of them valid), {Cases - accepted} refused ({string.Join(", ", reasons.Select(r => $"{r.Key} {r.Value}"))}); "
        + $"of {refusedTemplates} refused templates {changed} changed with one of two values";
}
