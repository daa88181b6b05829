using System.Globalization;
using System.Text.RegularExpressions;
using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Results;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds;

/// <summary>What an <c>assert</c> or a <c>wait</c> wants to be true of a result.</summary>
internal sealed record Condition(string Key, string Expected, string Redacted)
{
    /// <summary>In the order in which people read of them.</summary>
    public static readonly string[] Keys = ["equals", "matches", "at_least", "at_most", "empty", "not_empty", "is_true"];

    private const uint Boolean = 16;

    private static readonly TimeSpan PatternPatience = TimeSpan.FromSeconds(1);

    /// <summary>As the diff shows it: <c>at_least: 10</c>.</summary>
    public string Text => Key is "empty" or "not_empty" or "is_true" ? $"{Key}: true" : $"{Key}: {Redacted}";

    public static Condition? Render(string key, PlanTemplate? expected, Place place, RenderScope scope)
    {
        if (expected is null)
            return new Condition(key, "", "");
        if (expected.Render(scope, TextContext.Plain) is not { } text)
            return null;
        if (key is "at_least" or "at_most" && !decimal.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            scope.Diagnostics.Error(
                "PR3310",
                $"{key} needs a number, not \"{text.Redacted}\"",
                place,
                "compare other types in the SQL and use is_true"
            );
            return null;
        }

        return key == "matches" && !IsPattern(text, place, scope) ? null : new Condition(key, text.Text, text.Redacted);
    }

    public Judgement Judge(QueryResult result)
    {
        if (Key == "empty")
            return new Judgement(
                result.RowCount == 0 ? Verdict.Holds : Verdict.DoesNotHold,
                result.RowCount == 0 ? "no rows" : Rows(result)
            );
        if (Key == "not_empty")
            return new Judgement(result.RowCount > 0 ? Verdict.Holds : Verdict.DoesNotHold, Rows(result));
        if (result.RowCount != 1)
            return new Judgement(Verdict.CannotHold, $"expected 1 row, got {result.RowCount}");
        if (!result.HasColumns)
            return new Judgement(Verdict.CannotHold, "a row without columns");
        var column = result.Columns[0];
        if (result.Rows[0][0] is not { } raw)
            return new Judgement(Verdict.DoesNotHold, $"{column.Name} is null");
        var value = column.TypeOid == Boolean ? (raw == "t" ? "true" : "false") : raw;
        return Compare(column, value);
    }

    /// <summary>What a dry run reports: a sentence, and below it the rows if it does not hold and there is more than one value.</summary>
    public Observation.Checked Observed(Judgement judgement, FoundRows rows, Redactor redactor)
    {
        var sentence = redactor.Redact(judgement.Found);
        if (judgement.Verdict == Verdict.Holds)
            return new Observation.Checked(true, sentence);
        var isValue = rows.Total == 1 && rows.Columns.Count == 1 && Key != "empty";
        return new Observation.Checked(false, isValue ? sentence : $"{sentence}\n{ResultTable.Format(rows)}") { Rows = rows };
    }

    private Judgement Compare(QueryColumn column, string value)
    {
        bool? holds = Key switch
        {
            "is_true" => column.TypeOid == Boolean ? value == "true" : null,
            "equals" => value == Expected || (Number(value) is { } number && number == Number(Expected)),
            "matches" => Matches(value),
            "at_least" => Number(value) is { } number ? number >= Number(Expected) : null,
            _ => Number(value) is { } number ? number <= Number(Expected) : null,
        };
        var found = $"{column.Name} = {value}";
        return holds switch
        {
            true => new Judgement(Verdict.Holds, found),
            false => new Judgement(Verdict.DoesNotHold, found),
            null => new Judgement(
                Verdict.CannotHold,
                $"{found}, which is not a "
                    + $"{(Key == "is_true" ? "boolean" : Key == "matches" ? "text that can be matched in time" : "number")}"
            ),
        };
    }

    private bool? Matches(string value)
    {
        try
        {
            return Regex.IsMatch(value, Expected, RegexOptions.CultureInvariant, PatternPatience);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Rows(QueryResult result) => result.RowCount == 1 ? "1 row" : $"{result.RowCount} rows";

    private static bool IsPattern(RenderedText text, Place place, RenderScope scope)
    {
        try
        {
            _ = new Regex(text.Text, RegexOptions.CultureInvariant, PatternPatience);
            return true;
        }
        catch (ArgumentException e)
        {
            scope.Diagnostics.Error(
                "PR3308",
                $"\"{text.Redacted}\" is not a regular expression: {e.Message}",
                place,
                "escape what is meant literally with \\"
            );
            return false;
        }
    }
}

/// <summary>What a condition says of one result, and what was found there.</summary>
internal sealed record Judgement(Verdict Verdict, string Found);

internal enum Verdict
{
    Holds,

    /// <summary>Not now; it may later.</summary>
    DoesNotHold,

    /// <summary>The question is wrong for it: no row, or another type.</summary>
    CannotHold,
}
