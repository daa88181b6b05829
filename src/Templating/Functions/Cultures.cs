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
        ["en-US"] = Make("M/d/yyyy", "h:mm:ss tt", ".", ","),
        ["en-GB"] = Make("dd/MM/yyyy", "HH:mm:ss", ".", ","),
        ["fr-FR"] = Make(
            "dd/MM/yyyy", "HH:mm:ss", ",", "\u202f",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
            "dimanche lundi mardi mercredi jeudi vendredi samedi",
            "dim. lun. mar. mer. jeu. ven. sam."),
        ["de-DE"] = Make(
            "dd.MM.yyyy", "HH:mm:ss", ",", ".",
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
            "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
            "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag",
            "So Mo Di Mi Do Fr Sa"),
    };

    public static CultureInfo Get(string name, Arguments arguments) =>
        Known.TryGetValue(name, out var culture)
            ? culture
            : throw arguments.Fail($"The culture {name} is not known", $"Known are {string.Join(", ", Known.Keys.Where(key => key.Contains('-', StringComparison.Ordinal)))}.");

    private static CultureInfo Make(string date, string time, string point, string groups)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.ShortDatePattern = date;
        culture.DateTimeFormat.LongTimePattern = time;
        culture.NumberFormat.NumberDecimalSeparator = point;
        culture.NumberFormat.NumberGroupSeparator = groups;
        return culture;
    }

    private static CultureInfo Make(
        string date, string time, string point, string groups, string months, string shortMonths, string days, string shortDays)
    {
        var culture = Make(date, time, point, groups);

        // The thirteenth month is one of .NET's calendars.
        string[] names = [.. months.Split(' '), ""];
        string[] shortNames = [.. shortMonths.Split(' '), ""];
        culture.DateTimeFormat.MonthNames = names;
        culture.DateTimeFormat.MonthGenitiveNames = names;
        culture.DateTimeFormat.AbbreviatedMonthNames = shortNames;
        culture.DateTimeFormat.AbbreviatedMonthGenitiveNames = shortNames;
        culture.DateTimeFormat.DayNames = days.Split(' ');
        culture.DateTimeFormat.AbbreviatedDayNames = shortDays.Split(' ');
        return culture;
    }
}
