namespace PlanRunner.Templating;

/// <summary>The .NET types that stand for the values of the language, one each.</summary>
internal static class Normal
{
    public static object? Value(object? value) =>
        value switch
        {
            string text => TextValue.Untrusted(text),
            char letter => TextValue.Untrusted(letter.ToString()),
            byte number => (int)number,
            sbyte number => (int)number,
            short number => (int)number,
            ushort number => (int)number,
            DateTime { Kind: DateTimeKind.Local } date => new DateTimeOffset(date),
            DateTime date => new DateTimeOffset(DateTime.SpecifyKind(date, DateTimeKind.Utc)),
            DateOnly date => new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)),
            _ => value,
        };

    /// <summary>Marks what comes from outside, at any depth, so that no render changes what the next one reads.</summary>
    public static void Give(object? value)
    {
        switch (value)
        {
            case TemplateObject members:
                members.Give();
                break;
            case TemplateArray items:
                items.Give();
                break;
        }
    }
}
