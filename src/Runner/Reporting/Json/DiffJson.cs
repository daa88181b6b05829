using System.Diagnostics.CodeAnalysis;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>How two texts differ.</summary>
internal sealed record DiffJson(bool WhiteSpaceOnly, IReadOnlyList<DiffLineJson> Lines)
{
    [return: NotNullIfNotNull(nameof(diff))]
    public static DiffJson? Of(TextDiff? diff) =>
        diff is null ? null : new DiffJson(diff.WhiteSpaceOnly, [.. diff.Lines.Select(DiffLineJson.Of)]);
}

/// <summary>A line of it.</summary>
internal sealed record DiffLineJson(string Side, int? Before, int? Now, IReadOnlyList<DiffPieceJson> Pieces)
{
    public static DiffLineJson Of(DiffLine line) =>
        new(
            ResultJson.Name(line.Side),
            line.Before,
            line.Now,
            [.. line.Pieces.Select(piece => new DiffPieceJson(piece.Text, piece.Changed ? true : null))]
        );
}

/// <summary>A stretch of a line.</summary>
internal sealed record DiffPieceJson(string Text, bool? Changed);
