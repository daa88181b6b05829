using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>A foreach whose items differ.</summary>
internal sealed record ComparedItemsJson(string Path, PlaceJson Place)
{
    public required IReadOnlyList<string> OnlyFirst { get; init; }

    public required IReadOnlyList<string> OnlySecond { get; init; }

    public required bool OtherOrder { get; init; }

    public required IReadOnlyList<string> Uses { get; init; }

    public static ComparedItemsJson Of(ComparedItems items) =>
        new(items.Path.Value, PlaceJson.Of(items.Place))
        {
            OnlyFirst = items.OnlyFirst,
            OnlySecond = items.OnlySecond,
            OtherOrder = items.OtherOrder,
            Uses = items.Names,
        };
}
