using System.Globalization;

namespace PlanRunner.Templating.Functions;

/// <summary>
/// The cultures that templates may name. The program runs without the system's culture data, so that a template gives the
/// same text everywhere; these few are its own.
/// </summary>
internal static class Cultures
{
    private static readonly Dictionary<string, CultureInfo> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [""] = CultureInfo.InvariantCulture,
        ["invariant"] = CultureInfo.InvariantCulture,
        ["en"] = CultureInfo.InvariantCulture,
        ["en-US"] = Make("M/d/yyyy", "h:mm:ss tt", ".", ",", null, null),
        ["en-GB"] = Make("dd/MM/yyyy", "HH:mm:ss", ".", ",", null, null),
        ["fr-FR"] = Make(
            "dd/MM/yyyy", "HH:mm:ss", ",", "\u202f",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "dimanche lundi mardi mercredi jeudi vendredi samedi"),
        ["de-DE"] = Make(
            "dd.MM.yyyy", "HH:mm:ss", ",", ".",
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
            "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag"),
    };

    public static CultureInfo Get(string name, Arguments arguments) =>
        Known.TryGetValue(name, out var culture)
            ? culture
            : throw arguments.Fail($"The culture {name} is not known", $"Known are {string.Join(", ", Known.Keys.Where(key => key.Contains('-', StringComparison.Ordinal)))}.");

    private static CultureInfo Make(string date, string time, string point, string groups, string? months, string? days)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.ShortDatePattern = date;
        culture.DateTimeFormat.LongTimePattern = time;
        culture.NumberFormat.NumberDecimalSeparator = point;
        culture.NumberFormat.NumberGroupSeparator = groups;
        if (months is not null && days is not null)
        {
            string[] monthNames = [.. months.Split(' '), ""];
            culture.DateTimeFormat.MonthNames = monthNames;
            culture.DateTimeFormat.MonthGenitiveNames = monthNames;
            culture.DateTimeFormat.AbbreviatedMonthNames = [.. monthNames.Select(Short)];
            culture.DateTimeFormat.AbbreviatedMonthGenitiveNames = [.. monthNames.Select(Short)];
            culture.DateTimeFormat.DayNames = days.Split(' ');
            culture.DateTimeFormat.AbbreviatedDayNames = [.. days.Split(' ').Select(Short)];
        }

        return CultureInfo.ReadOnly(culture);
    }

    private static string Short(string name) => name.Length <= 4 ? name : name[..3] + ".";
}
