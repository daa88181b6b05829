using PlanRunner.Source;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>A position in a file.</summary>
internal sealed record PlaceJson(string File, int Line, int Column)
{
    public static PlaceJson Of(Place place) => new(place.Source.Path, place.Line, place.Column);
}
