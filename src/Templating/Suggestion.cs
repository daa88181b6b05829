namespace PlanRunner.Templating;

/// <summary>Finds what a misspelt name may have meant.</summary>
internal static class Suggestion
{
    private const int LongestName = 100;
    private const int MostNames = 1000;

    public static string? For(string name, IEnumerable<string> known)
    {
        // A name may be worked out, and so be as long as a text can be.
        if (name.Length is < 2 or > LongestName)
            return null;
        var near = known.Take(MostNames).Where(candidate => candidate.Length <= LongestName).Select(candidate => (candidate, Distance: Distance(name, candidate)))
            .Where(pair => pair.Distance <= Math.Max(1, name.Length / 3)).OrderBy(pair => pair.Distance).FirstOrDefault();
        return near.candidate is null ? null : $"Did you mean {near.candidate}?";
    }

    // How many letters must be added, removed, changed or swapped with their neighbour.
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var row = 0; row <= left.Length; row++)
        {
            for (var column = 0; column <= right.Length; column++)
            {
                if (row == 0 || column == 0)
                {
                    rows[row, column] = row + column;
                    continue;
                }

                rows[row, column] = Math.Min(Math.Min(rows[row - 1, column], rows[row, column - 1]) + 1, rows[row - 1, column - 1] + (Same(row - 1, column - 1) ? 0 : 1));
                if (row > 1 && column > 1 && Same(row - 1, column - 2) && Same(row - 2, column - 1))
                    rows[row, column] = Math.Min(rows[row, column], rows[row - 2, column - 2] + 1);
            }
        }

        return rows[left.Length, right.Length];

        bool Same(int row, int column) => char.ToLowerInvariant(left[row]) == char.ToLowerInvariant(right[column]);
    }
}
