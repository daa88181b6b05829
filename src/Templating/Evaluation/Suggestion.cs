namespace PlanRunner.Templating.Evaluation;

/// <summary>Finds what a misspelt name may have meant.</summary>
internal static class Suggestion
{
    private const int LongestName = 100;
    private const int MostNames = 1000;

    public static string? For(string name, IEnumerable<string> known)
    {
        // A name may be worked out, and so be as long as a text can be.
        if (name.Length is < 2 or > LongestName)
        {
            return null;
        }

        string? best = null;
        var bestDistance = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in known.Take(MostNames))
        {
            if (Math.Abs(candidate.Length - name.Length) >= bestDistance)
            {
                continue;
            }

            var distance = Distance(name, candidate);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best is null ? null : $"Did you mean {best}?";
    }

    /// <summary>The operator for which other template languages have a word.</summary>
    public static string? ForOperator(string word) =>
        word switch
        {
            "and" => "Both conditions are joined by &&.",
            "or" => "Two conditions of which one is enough are joined by ||.",
            "not" => "A condition is turned around by ! before it.",
            _ => null,
        };

    /// <summary>How many letters must be added, removed, changed or swapped with their neighbour.</summary>
    private static int Distance(string left, string right)
    {
        var beforePrevious = new int[right.Length + 1];
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var cost = AreSame(left[row - 1], right[column - 1]) ? 0 : 1;
                current[column] = Math.Min(Math.Min(current[column - 1], previous[column]) + 1, previous[column - 1] + cost);
                if (row > 1 && column > 1 && AreSame(left[row - 1], right[column - 2]) && AreSame(left[row - 2], right[column - 1]))
                {
                    current[column] = Math.Min(current[column], beforePrevious[column - 2] + 1);
                }
            }

            (beforePrevious, previous, current) = (previous, current, beforePrevious);
        }

        return previous[right.Length];
    }

    private static bool AreSame(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
