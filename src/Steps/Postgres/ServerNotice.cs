using PlanRunner.Source;

namespace PlanRunner.Steps.Postgres;

/// <summary>Notices of the server in addition to a statement's result.</summary>
internal readonly record struct ServerNotice(string Severity, string SqlState, string Text)
{
    // Postgres only warns where a GRANT or REVOKE did nothing, or a part of what it says.
    private static readonly string[] NothingDone = ["01006", "01007"];

    /// <summary>The first notice that counts as a failure of the statement; null where there is none.</summary>
    /// <param name="notices">Those of the statement.</param>
    /// <param name="severities">What <c>fail_on_notice</c> of the step says.</param>
    /// <param name="place">Of the step.</param>
    /// <param name="stands">What remains of the statement's effect, if it was not rolled back.</param>
    public static Diagnostic? Failure(
        IEnumerable<ServerNotice> notices,
        IReadOnlyList<string> severities,
        Place? place,
        string? stands = null
    )
    {
        foreach (var notice in notices)
        {
            var help =
                NothingDone.Contains(notice.SqlState)
                    ? "the user has the privilege without the grant option: run it as the owner, settings: { role: OWNER } on the step; to ignore this: settings: { client_min_messages: error }"
                : severities.Contains(notice.Severity, StringComparer.OrdinalIgnoreCase)
                    ? $"fail_on_notice makes it a failure; {stands ?? "fix its cause"}"
                : null;
            if (help is not null)
                return Diagnostic.Error("PR6113", $"the server said {notice.Severity}: {notice.Text}", place, help);
        }

        return null;
    }
}
