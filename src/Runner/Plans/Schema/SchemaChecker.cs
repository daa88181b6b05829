using System.Text.RegularExpressions;
using NJsonSchema;
using NJsonSchema.Validation;
using PlanRunner.Source;
using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Kinds;

namespace PlanRunner.Runner.Plans.Schema;

/// <summary>Checks one tree of nodes by one schema: each mistake becomes one diagnostic at its node.</summary>
internal sealed class SchemaChecker(Diagnostics diagnostics, SchemaReport report)
{
    private static readonly JsonSchemaValidator Validator = MakeValidator();

    /// <summary>Checks a node; of its <paramref name="shallowKey"/> only that it is a list that is not empty.</summary>
    public void Check(Node node, JsonSchema schema, string? shallowKey = null)
    {
        var tokens = new SchemaTokens();
        var token = tokens.Convert(node, shallowKey);
        foreach (var error in Validator.Validate(token, schema))
            Tell(error, tokens);
    }

    private void Tell(ValidationError error, SchemaTokens tokens)
    {
        switch (error)
        {
            case MultiTypeValidationError several:
                TellType(several, tokens);
                break;
            case ChildSchemaValidationError { Kind: ValidationErrorKind.NotAnyOf or ValidationErrorKind.NotOneOf } alternatives:
                TellAlternatives(alternatives, tokens);
                break;
            case ChildSchemaValidationError children:
                foreach (var child in children.Errors.Values.SelectMany(errors => errors))
                    Tell(child, tokens);
                break;
            // That it must be a mapping was already reported.
            case { Kind: ValidationErrorKind.PropertyRequired } when tokens[error.LineNumber].Node is not MappingNode:
                break;
            default:
                var entry = tokens[error.LineNumber];
                if (error.Kind == ValidationErrorKind.NoAdditionalPropertiesAllowed && tokens[entry.Parent].Node is MappingNode mapping)
                    report.MarkUnknownKey(mapping);
                Add(SchemaWords.Say(error, entry), error.LineNumber, tokens);
                break;
        }
    }

    // Several types are allowed. Where the value has one of them, what that type finds wrong is the mistake, else the type is.
    private void TellType(MultiTypeValidationError error, SchemaTokens tokens)
    {
        var fitting = error.Errors.Values.FirstOrDefault(errors => errors.All(e => !IsTypeError(e.Kind)));
        if (fitting is null)
        {
            Add(SchemaWords.WrongType(tokens[error.LineNumber], error.Schema.ActualSchema), error.LineNumber, tokens);
            return;
        }

        foreach (var child in fitting)
            Tell(child, tokens);
    }

    private void TellAlternatives(ChildSchemaValidationError error, SchemaTokens tokens)
    {
        var entry = tokens[error.LineNumber];
        if (error.Errors.Values.Count(errors => errors.Count == 0) > 1)
        {
            var names = error
                .Errors.Where(e => e.Value.Count == 0)
                .SelectMany(e => e.Key.ActualSchema.RequiredProperties)
                .Distinct(StringComparer.Ordinal)
                .ToList();
            var message = names.Count > 1 ? $"{Quoted(names, "and")} exclude each other" : $"{SchemaWords.Name(entry)} is ambiguous";
            Add(SchemaWords.Error("PR2008", message, entry, "keep one of them"), error.LineNumber, tokens);
            return;
        }

        var missing = error.Errors.Values.SelectMany(e => e).ToList();
        if (missing.TrueForAll(e => e.Kind == ValidationErrorKind.PropertyRequired && e.LineNumber == error.LineNumber))
        {
            var names = missing.Select(e => e.Property!).Distinct(StringComparer.Ordinal).ToList();
            Add(
                SchemaWords.Error("PR2009", $"one of {Quoted(names, "or")} is missing", entry, $"add {names[0]}:"),
                error.LineNumber,
                tokens
            );
            return;
        }

        // The closest alternative: the right type first, then the fewest errors.
        var nearest = error
            .Errors.OrderBy(e => e.Value.Any(v => IsTypeError(v.Kind) && v.LineNumber == error.LineNumber))
            .ThenBy(e => e.Value.Count)
            .First();
        if (nearest.Value.All(e => IsTypeError(e.Kind) && e.LineNumber == error.LineNumber))
        {
            var all = new JsonSchema
            {
                Type = error.Errors.Keys.Aggregate(JsonObjectType.None, (types, schema) => types | schema.ActualSchema.Type),
            };
            Add(SchemaWords.WrongType(entry, all), error.LineNumber, tokens);
            return;
        }

        foreach (var child in nearest.Value)
            Tell(child, tokens);
    }

    private void Add(Diagnostic diagnostic, int number, SchemaTokens tokens)
    {
        if (!tokens[number].Node.IsBroken)
            diagnostics.Add(diagnostic);
        foreach (var node in tokens.WithParents(number))
            report.Reject(node);
    }

    private static string Quoted(IReadOnlyList<string> names, string last) =>
        names.Count == 1 ? $"\"{names[0]}\"" : $"{string.Join(", ", names.SkipLast(1).Select(n => $"\"{n}\""))} {last} \"{names[^1]}\"";

    private static bool IsTypeError(ValidationErrorKind kind) =>
        kind
            is ValidationErrorKind.StringExpected
                or ValidationErrorKind.NumberExpected
                or ValidationErrorKind.IntegerExpected
                or ValidationErrorKind.BooleanExpected
                or ValidationErrorKind.ObjectExpected
                or ValidationErrorKind.ArrayExpected
                or ValidationErrorKind.NullExpected
                or ValidationErrorKind.NoTypeValidates;

    private static JsonSchemaValidator MakeValidator()
    {
        // The validator asks for a pattern by its text each time, and the default cache holds fewer than our schemas have.
        Regex.CacheSize = Math.Max(Regex.CacheSize, 128);
        return new JsonSchemaValidator();
    }
}
