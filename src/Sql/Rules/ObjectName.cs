using PlanRunner.Sql.Findings;
using PlanRunner.Sql.Lexing;

namespace PlanRunner.Sql.Rules;

/// <summary>Reads a name with its schema, as <c>to_regclass</c> understands it.</summary>
internal static class ObjectName
{
    /// <summary>Goes past the name; null where there is none that can be read.</summary>
    public static string? Read(StatementTokens words, ref int at)
    {
        if (words.Name(at) is null)
            return null;
        var name = words.Raw(at++);
        while (words.IsSymbol(at, '.') && words.Name(at + 1) is not null)
        {
            name += "." + words.Raw(at + 1);
            at += 2;
        }

        return name;
    }
}
