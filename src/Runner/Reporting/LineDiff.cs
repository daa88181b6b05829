namespace PlanRunner.Runner.Reporting;

/// <summary>The lines of a text that ran against those of the text that would run, <c>- </c> and <c>+ </c> before what differs.</summary>
public static class LineDiff
{
    public static IEnumerable<string> Of(string before, string after)
    {
        var old = before.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var now = after.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var common = Lengths(old, now);
        var (i, j) = (0, 0);
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                yield return "  " + old[i];
                i++;
                j++;
            }
            else if (i < old.Length && (j == now.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                yield return "- " + old[i++];
            }
            else
            {
                yield return "+ " + now[j++];
            }
        }
    }

    // Longest common subsequence: texts of steps are short, so the plain table is enough.
    private static int[,] Lengths(string[] old, string[] now)
    {
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        return common;
    }
}
