using System.Text.Json;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>A review for programs, and what <c>--out</c> saves. Its schema is schemas/dry-run.schema.json; it holds no secret.</summary>
public static class ReviewJson
{
    /// <summary>Grows only with a change that a reader of the one before would misread.</summary>
    public const int Format = 1;

    public static string Of(Review review) => JsonText.Of(Format, json =>
    {
        json.WriteString("plan", review.Plan);
        json.WriteString("environment", review.Environment);
        json.WriteBoolean("protected", review.Protected);
        json.WriteBoolean("offline", review.Offline);
        json.WriteString("file", review.File);
        json.WriteString("fingerprint", review.Fingerprint);
        json.WriteString("summary", ReviewWords.Summary(review.Counts, review.Fingerprint));
        WriteCounts(json, review.Counts);
        if (review.LastRun is { } run)
        {
            json.WriteStartObject("last_run");
            json.WriteString("run", run.Run);
            json.WriteString("at", run.At);
            json.WriteString("by", $"{run.By}@{run.Host}");
            json.WriteEndObject();
        }

        WriteArray(json, "connections", review.Connections, connection =>
        {
            json.WriteString("name", connection.Name);
            json.WriteString("username", connection.Username);
            json.WriteString("host", connection.Host);
            json.WriteNumber("port", connection.Port);
            json.WriteString("database", connection.Database);
        });
        WriteArray(json, "steps", review.Steps, step => WriteStep(json, step));
        WriteArray(json, "removed", review.Removed, removed =>
        {
            json.WriteString("path", removed.Path);
            if (removed.RanAt is { } at)
                json.WriteString("ran_at", at);
        });
    });

    private static void WriteCounts(Utf8JsonWriter json, ReviewCounts counts)
    {
        json.WriteStartObject("counts");
        json.WriteNumber("to_run", counts.ToRun);
        json.WriteNumber("found_done", counts.FoundDone);
        json.WriteNumber("changed", counts.Changed);
        json.WriteNumber("unchanged", counts.Unchanged);
        json.WriteNumber("skipped", counts.Skipped);
        json.WriteNumber("in_doubt", counts.InDoubt);
        json.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter json, ReviewStep step)
    {
        json.WriteString("path", step.Path.Value);
        json.WriteString("title", step.Title);
        WriteText(json, "description", step.Description);
        json.WriteString("mark", ReviewWords.Name(step.Mark));
        json.WriteString("action", JsonNamingPolicy.SnakeCaseLower.ConvertName(step.Action.ToString()));
        WriteText(json, "reason", step.Reason);
        WriteStrings(json, "facts", step.Facts);
        json.WriteStartObject("place");
        json.WriteString("file", step.Place.Source.Path);
        json.WriteNumber("line", step.Place.Line);
        json.WriteNumber("column", step.Place.Column);
        json.WriteEndObject();
        if (step.IsGroup)
        {
            WriteArray(json, "steps", step.Steps, inner => WriteStep(json, inner));
            return;
        }

        json.WriteString("kind", step.Kind);
        WriteStrings(json, "connections", step.Connections);
        json.WriteString("label", step.Label);
        WriteText(json, "found", step.Found);
        if (step.FoundDone)
            json.WriteBoolean("found_done", true);
        json.WriteString("fingerprint", step.Fingerprint);
        json.WriteString("text", step.Text);
        WriteText(json, "undo", step.Undo);
        WriteFindings(json, step.Findings);
        WriteEvidence(json, step.Evidence);
        if (step.Diff is { } diff)
            WriteDiff(json, step.Before!, diff);
        if (step.Statements is { } statements)
        {
            WriteArray(json, "statements", statements, statement =>
            {
                json.WriteString("key", statement.Key);
                json.WriteString("text", statement.Text);
                json.WriteString("fingerprint", statement.Fingerprint);
            });
        }
    }

    private static void WriteFindings(Utf8JsonWriter json, IReadOnlyList<StepFinding> findings)
    {
        if (findings.Count == 0)
            return;
        WriteArray(json, "findings", findings, found =>
        {
            json.WriteString("id", found.Finding.Rule.Id);
            json.WriteString("severity", found.Finding.Severity.ToString().ToLowerInvariant());
            json.WriteString("message", found.Finding.Message);
            json.WriteString("safer", found.Finding.Safer);
            json.WriteString("file", found.Finding.Place.Source.Path);
            json.WriteNumber("line", found.Finding.Place.Line);
            json.WriteNumber("column", found.Finding.Place.Column);
            WriteText(json, "waived", found.Waived?.Reason);
        });
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
        WriteArray(json, "locks", evidence.Locks, one =>
        {
            json.WriteString("connection", one.Connection);
            json.WriteString("relation", one.Relation);
            json.WriteString("mode", one.Mode);
            json.WriteNumber("milliseconds", one.Milliseconds);
        });
        WriteArray(json, "rows", evidence.Rows, rows =>
        {
            json.WriteString("relation", rows.Relation);
            json.WriteNumber("inserted", rows.Inserted);
            json.WriteNumber("updated", rows.Updated);
            json.WriteNumber("deleted", rows.Deleted);
        });
        WriteStrings(json, "new_files", evidence.NewFiles);
        json.WriteBoolean("sampled", evidence.Sampled);
        json.WriteEndObject();
    }

    private static void WriteDiff(Utf8JsonWriter json, string before, TextDiff diff)
    {
        json.WriteString("before", before);
        json.WriteStartObject("diff");
        json.WriteBoolean("white_space_only", diff.WhiteSpaceOnly);
        WriteArray(json, "lines", diff.Lines, line =>
        {
            json.WriteString("side", JsonNamingPolicy.SnakeCaseLower.ConvertName(line.Side.ToString()));
            if (line.Before is { } old)
                json.WriteNumber("before", old);
            if (line.Now is { } now)
                json.WriteNumber("now", now);
            WriteArray(json, "pieces", line.Pieces, piece =>
            {
                json.WriteString("text", piece.Text);
                if (piece.Changed)
                    json.WriteBoolean("changed", true);
            });
        });
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            json.WriteString(name, text);
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
