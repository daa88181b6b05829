namespace PlanRunner.Runner.Reviewing;

/// <summary>Of which text a line of a diff is.</summary>
internal enum DiffSide
{
    Both,
    Before,
    Now,
}

/// <summary>A stretch of a line; <paramref name="Changed"/> if it differs from the line that it is compared with.</summary>
internal sealed record DiffPiece(string Text, bool Changed);

/// <summary>One line of a diff, with its number in each text that has it, 1-based.</summary>
internal sealed record DiffLine(DiffSide Side, int? Before, int? Now, IReadOnlyList<DiffPiece> Pieces)
{
    public string Text => string.Concat(Pieces.Select(piece => piece.Text));
}
