using System.Text.Json;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reporting.Wording;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Steps.Results;

namespace PlanRunner.Runner.Reporting;

/// <summary>A review for programs, and what <c>--out</c> saves. Its schema is schemas/dry-run.schema.json; it holds no secret.</summary>
internal static class ReviewJson
{
    /// <summary>Grows only with a change that a reader of the one before would misread.</summary>
    public const int Format = 1;

    public static string Of(Review review) =>
        JsonText.Of(
            Format,
            json =>
            {
                json.WriteString("plan", review.Plan);
                json.WriteString("environment", review.Environment);
                if (review.TakesBack)
                    json.WriteBoolean("takes_back", true);
                json.WriteBoolean("protected", review.Protected);
                json.WriteBoolean("offline", review.Offline);
                json.WriteString("file", review.File);
                json.WriteString("fingerprint", review.Fingerprint);
                json.WriteString("summary", ReviewWords.Summary(review));
                WriteCounts(json, review.Counts);
                json.WriteRun(review.LastRun);
                json.WriteArray(
                    "connections",
                    review.Connections,
                    connection =>
                    {
                        json.WriteString("name", connection.Name);
                        json.WriteString("username", connection.Username);
                        json.WriteString("host", connection.Host);
                        json.WriteNumber("port", connection.Port);
                        json.WriteString("database", connection.Database);
                    }
                );
                json.WriteArray("steps", review.Steps, step => WriteStep(json, step));
                json.WriteRemoved(review.Removed);
            }
        );

    private static void WriteCounts(Utf8JsonWriter json, ReviewCounts counts)
    {
        json.WriteStartObject("counts");
        json.WriteNumber("to_run", counts.ToRun);
        json.WriteNumber("found_done", counts.FoundDone);
        json.WriteNumber("changed", counts.Changed);
        json.WriteNumber("unchanged", counts.Unchanged);
        json.WriteNumber("skipped", counts.Skipped);
        json.WriteNumber("in_doubt", counts.InDoubt);
        if (counts.Renamed > 0)
            json.WriteNumber("renamed", counts.Renamed);
        json.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter json, ReviewStep step)
    {
        json.WriteString("path", step.Path.Value);
        json.WriteString("title", step.Title);
        json.WriteText("description", step.Description);
        json.WriteString("mark", ReviewWords.Name(step.Mark));
        json.WriteString("action", JsonNamingPolicy.SnakeCaseLower.ConvertName(step.Action.ToString()));
        json.WriteText("reason", step.Reason);
        if (step.RanUnder.Count > 0)
            json.WriteStrings("ran_under", step.RanUnder);
        json.WriteStrings("facts", step.Facts);
        json.WritePlace(step.Place);
        json.WriteArray(
            "terms",
            step.Terms,
            term =>
            {
                json.WriteString("name", term.Name);
                json.WriteString("text", term.Text);
            }
        );
        json.WriteString("terms_fingerprint", step.TermsFingerprint);
        if (step.IsGroup)
        {
            json.WriteArray("steps", step.Steps, inner => WriteStep(json, inner));
            return;
        }

        json.WriteString("kind", step.Kind);
        json.WriteStrings("connections", step.Connections);
        json.WriteString("label", step.Label);
        json.WriteText("found", step.Found);
        WriteRows(json, step.FoundRows);
        if (step.FoundDone)
            json.WriteBoolean("found_done", true);
        json.WriteString("fingerprint", step.Fingerprint);
        json.WriteString("text", step.Text);
        WriteFindings(json, step.Findings);
        WriteEvidence(json, step.Evidence);
        if (step.Diff is { } diff)
        {
            json.WriteString("before", step.Before);
            json.WriteDiff(diff);
        }

        if (step.Statements is { } statements)
        {
            json.WriteArray(
                "statements",
                statements,
                statement =>
                {
                    json.WriteString("key", statement.Key);
                    json.WriteString("text", statement.Text);
                    json.WriteString("fingerprint", statement.Fingerprint);
                }
            );
        }
    }

    private static void WriteRows(Utf8JsonWriter json, FoundRows? found)
    {
        if (found is null)
            return;
        json.WriteStartObject("found_rows");
        json.WriteStrings("columns", found.Columns);
        json.WriteStartArray("rows");
        foreach (var row in found.Rows)
        {
            json.WriteStartArray();
            foreach (var cell in row)
                json.WriteStringValue(cell);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNumber("total", found.Total);
        json.WriteEndObject();
    }

    private static void WriteFindings(Utf8JsonWriter json, IReadOnlyList<StepFinding> findings)
    {
        if (findings.Count == 0)
            return;
        json.WriteArray(
            "findings",
            findings,
            found =>
            {
                json.WriteString("id", found.Finding.Rule.Id);
                json.WriteString("severity", found.Finding.Severity.ToString().ToLowerInvariant());
                json.WriteString("message", found.Finding.Message);
                json.WriteString("safer", found.Finding.Safer);
                json.WriteString("file", found.Finding.Place.Source.Path);
                json.WriteNumber("line", found.Finding.Place.Line);
                json.WriteNumber("column", found.Finding.Place.Column);
                json.WriteText("waived", found.Waived?.Reason);
            }
        );
    }

    private static void WriteEvidence(Utf8JsonWriter json, StepEvidence? evidence)
    {
        if (evidence is null)
            return;
        json.WriteStartObject("evidence");
        json.WriteNumber("milliseconds", evidence.Milliseconds);
        if (evidence.WalBytes is { } own)
            json.WriteNumber("wal_bytes", own);
        if (evidence.ServerWalBytes is { } all)
            json.WriteNumber("server_wal_bytes", all);
        json.WriteArray(
            "locks",
            evidence.Locks,
            one =>
            {
                json.WriteString("connection", one.Connection);
                json.WriteString("relation", one.Relation);
                json.WriteString("mode", one.Mode);
                json.WriteNumber("milliseconds", one.Milliseconds);
            }
        );
        json.WriteArray(
            "rows",
            evidence.Rows,
            rows =>
            {
                json.WriteString("relation", rows.Relation);
                json.WriteNumber("inserted", rows.Inserted);
                json.WriteNumber("updated", rows.Updated);
                json.WriteNumber("deleted", rows.Deleted);
            }
        );
        json.WriteStrings("new_files", evidence.NewFiles);
        json.WriteBoolean("sampled", evidence.Sampled);
        json.WriteEndObject();
    }
}
