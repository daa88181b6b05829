using System.Text.RegularExpressions;

namespace PlanRunner.Templating;

/// <summary>What Scriban and .NET say about a mistake, in the words of the template language, with a remedy where there is one.</summary>
internal static class EngineWords
{
    // A message shows values, which may be as long as a text can be: only its ends say what it is.
    private const int LongestEnd = 2000;
    private const int LongestName = 60;
    private const string Arguments = "The value before a | is the first argument; put a negative number in parentheses.";
    private const string TokenHelp = "A statement ends with ; or with its line.";
    private const string ValueExpected = "A value is expected here, not {x}";
    private const string Operands = "The operator {op} cannot be applied to {t1} and {t2}";
    private const string Outside = "The number is out of range";
    private const string TooLarge = "The number grows too large";
    private const string IsNull = "{x} is null and has no members";
    private const string NullIndex = "Write ?? and a value where it may be missing.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // The pattern of a message, what is said in its place, and the remedy. Groups named t1 and t2 are names of types, m is a sentence.
    private static readonly (string Pattern, string Words, string? Help)[] Messages =
    [
        (@"^Argument index must be < (?<n>\d+)", "The function takes no more arguments than {n}", Arguments),
        (
            @"^Invalid number of arguments `(?<n>\d+)` passed to .* while expecting `(?<x>\d+)` arguments$",
            "Arguments given: {n}; expected: {x}",
            Arguments
        ),
        (@"^Unable to convert type `?(?<t1>[^`]*)`? to `?(?<t2>[^`]*)`?$", "{t2} is expected here, not {t1}", null),
        (@"^Operator `(?<op>[^`]*)` is not supported on string objects", "The operator {op} cannot be applied to a text", null),
        (@"^Operator `(?<op>[^`]*)` is not supported$", "The operator {op} cannot be applied to this", null),
        (@"^The operator `(?<op>[^`]*)` is not valid for bool<->bool", "The operator {op} cannot be applied to true or false", null),
        (@"^The operator `(?<op>[^`]*)` is not implemented for ", "The operator {op} needs whole numbers", null),
        (@"^The operator `(?<op>[^`]*)` is not supported between (?<t1>.+?) and (?<t2>[^.]+)\.", Operands, null),
        (@"^The operator `(?<op>[^`]*)` requires (array operands|an array operand)", "The operator {op} needs a list here", null),
        (@"^Unsupported types `.*/(?<t1>[^`/]+)` (?<op>\S+) `.*/(?<t2>[^`/]+)` for binary operation$", Operands, null),
        (
            "^The operator `[^`]*` is not supported for (DateTime|between <DateTime> and <TimeSpan>)",
            "This operator cannot be applied to dates",
            "A date can be compared with another and subtracted from it, and a time span added to it."
        ),
        ("^Expecting an integer. The operator", "A text can only be multiplied by a whole number", null),
        ("^Unexpected value `.* / Type: (?<t1>[^`]*)`", "A number is expected here, not {t1}", null),
        ("^Expecting a boolean instead of", "true or false is expected here", null),
        ("^(Unexpected `.*`. Must be a formattable number|The value `.*` is not a number)", "A number is expected here", null),
        ("^Unexpected `.*`. Must be a formattable object", "A number or a date is expected here", null),
        ("^(Unexpected list value|Expecting an array for the|Unable to find a list accessor)", "A list is expected here", null),
        ("^Cannot use the (?<t1>.+?) primitive `.*` as a list", "A list is expected here, not {t1}", null),
        (
            "^Unexpected type `(?<t1>[^`]*)` for iterator",
            "A list is expected here, not {t1}",
            "Write 1..3 to count, and [1, 2] for a list."
        ),
        ("^Unexpected value `.*` for import", "A map is expected here", null),
        ("^Invalid target property `.*` used for .with. statement", "A map is expected here", null),
        ("^Expecting a direct function instead of", "A function is expected here", null),
        (
            "^The parameter `.*` is not a function",
            "A function is expected here",
            "Write @ before the name of a function that is passed as an argument."
        ),
        (
            "^Invalid target function `.*` .(?<t1>[^)]*).$",
            "{t1} is called here as if it were a function",
            "Write && for and, || for or, an operator between two values, a comma between the items of a list, and no blank before [."
        ),
        ("^Pipe expression destination `(?<x>.*)` is not a valid function", "{x} after a | is not a function", null),
        ("^The (target )?function `(?<x>.*)` (was not found|is null)", "{x} is not a function", null),
        (@"^The index (?<n>-?\d+) is out of bounds .* on the `(?<x>.*)` with the indexer", "{x} has no item {n}", NullIndex),
        ("^Object `(?<x>.*)` is null. Cannot access member", IsNull, "Use ?. where it may be null."),
        ("^Object `(?<x>.*)` is null. Cannot access indexer", IsNull, NullIndex),
        ("^Cannot get the member (?<x>.*) for a null object", IsNull, "Use ?. where it may be null."),
        ("^Cannot access target `.*` with a null indexer", "The index is null", null),
        ("^Cannot access target `(?<x>.*)` with an indexer", "{x} has no items", null),
        ("^Cannot (get or set a member on the primitive|index the) .*/(?<t1>[^/`]*)` when accessing index", "{t1} has no items", null),
        (
            "^Cannot get or set a member on the primitive `.*/(?<t1>[^/`]*)` when accessing member: (?<x>.*)$",
            "{t1} has no member {x}",
            null
        ),
        ("^Cannot index the (?<t1>.+?) primitive", "{t1} has no items", null),
        (@"^Cannot get member with name (?<x>.*)\.$", "There is no member {x} here", null),
        ("^Cannot set (the .*readonly|value on the readonly) variable `(?<x>.*)`", "The name {x} is read-only", null),
        ("^Cannot set a value for the readonly member:? `?(?<x>[^` ]*)", "The member {x} is read-only", null),
        (
            "^(Unexpected exception while accessing target expression: The object is readonly|The object is readonly)",
            "What is set here is read-only",
            null
        ),
        (
            "^Cannot replace a character in a string",
            "A text cannot be changed in place",
            "Create a new text: string.replace, string.slice."
        ),
        ("^(Cannot set this variable|Unsupported target expression)", "Nothing can be set here", "Write a name before =."),
        ("^(Attempted to divide by zero|Cannot divide by 0)", "Division by zero", null),
        ("^(Shift amount|Value was either too large or too small|Arithmetic operation resulted in an overflow)", TooLarge, null),
        ("^Range expression exceeds LoopLimit `(?<n>[^`]*)`", "The range has more than {n} items", null),
        ("^Exceeding number of iteration limit `(?<n>[^`]*)` for loop", "The loop has more than {n} iterations", null),
        ("^Exceeding number of iteration limit `(?<n>[^`]*)`", "There are more than {n} items", null),
        ("^Exceeding number of recursive depth limit `(?<n>[^`]*)`", "Calls and includes are nested deeper than {n}", null),
        ("^Exceeding recursive depth limit", "Calls are nested too deeply", null),
        (
            "^(.*multiplication exceeds|.*resulting string length exceeds|Joined string exceeds|Array multiplication result)",
            "The text or list grows too long",
            null
        ),
        (
            "^(Value to add was out of range|Years value must be|The added or subtracted value results in|Months value must be)",
            "The date is out of range",
            null
        ),
        (
            "^(TimeSpan overflowed|TimeSpan does not accept|The TimeSpan string|String '.*' was not recognized as a valid TimeSpan)",
            "This is not a time span",
            "It is written as 1.23:59:58: days, hours, minutes, seconds."
        ),
        (
            "^(Input string was not in a correct format|The input string '.*' was not in a correct format)",
            "The text does not have the expected format",
            null
        ),
        ("^String '.*' was not recognized as a valid DateTime", "This is not a date", null),
        ("^Format specifier was invalid", "There is no such format for this number", null),
        ("^The input is not a valid Base-64 string", "The text is not base64", null),
        (@"^(?<m>.*?)\.? LineNumber: \d+ \| BytePositionInLine: \d+\.$", "The text is not JSON: {m}", null),
        ("^Cannot transcode invalid UTF-16", "The text is not valid Unicode", null),
        ("^Only the invariant culture is supported", "Cultures are not supported", "Remove the culture."),
        (
            "^'(?<x>.*)' is not a valid stringComparison",
            "There is no string comparison called {x}",
            "Use Ordinal or OrdinalIgnoreCase, for instance."
        ),
        ("^Failed to compare two elements", "The items of the list cannot be compared with each other", null),
        (
            "^(Index was out of range|Count must be positive|(Length|StartIndex) cannot be less|Specified argument was out of the range)",
            Outside,
            null
        ),
        ("^(The value cannot be an empty string|String cannot be of zero length)", "A text must not be empty here", null),
        (
            "^(Value cannot be null|Object reference not set|Argument `.*` cannot be null for function)",
            "A value must not be null here",
            null
        ),
        ("^Invalid argument `(?<x>.*)` not found for function", "The function has no argument {x}", null),
        (
            "^Unsupported argument `(?<x>[^`]*)` for statement",
            "The loop has no argument {x}",
            "A for has offset, limit and reversed, a tablerow cols too."
        ),
        ("^The <(?<x>break|continue)> statement can only be used", "{x} is outside a loop", null),
        ("^Unexpected exception when calling", "The function failed", null),
        ("top level assignment", "A name is set in the middle of an expression", "Write == to compare."),
        (
            "<end> statement was not found",
            "A block above is not closed",
            "Every if, for, while, case, capture, func and with needs an end."
        ),
        ("Found <end> statement without", "This end closes no block", null),
        (@"Expecting 'in' word instead of `(?<x>.*?)` in: (?<s>.*)$", "in is expected here, not {x}", "It is written {s}."),
        (
            @"^Error while parsing \w+ statement: Expecting a variable instead of `(?<x>.*?)` in: (?<s>.*)$",
            "A name is expected here, not {x}",
            "It is written {s}."
        ),
        (
            @"^Error while parsing (?!expression)\w+ statement: Expecting (an )?<\w+>.* instead of `(?<x>.*?)` in: (?<s>.*)$",
            ValueExpected,
            "It is written {s}."
        ),
        (@"Expecting (an )?<\w+>.* instead of `(?<x>.*?)` in: ", ValueExpected, null),
        (
            "^Unexpected token `(?<x>.*)` while parsing object initializer",
            "The name of a member is expected here, not {x}",
            "A map is written {name: value, other: value}."
        ),
        (
            "^Unexpected token `(?<x>.*)` Expecting a colon",
            "A colon is expected here, not {x}",
            "A map is written {name: value, other: value}."
        ),
        ("^Unexpected token `(?<x>.*)`. Expecting an expression", ValueExpected, null),
        (
            "^(Unexpected token found|Invalid token|Unexpected) `(?<x>.*)`(.? while expecting|. Expecting( a closing)?) [`'](?<y>[^`']*)['`].?$",
            "{y} is expected here, not {x}",
            null
        ),
        (
            "^Invalid token `.*`. The dot operator",
            "A name is expected after the dot",
            "The item of a list is list[0], a member whose name is a text map['a b']."
        ),
        ("^Invalid token found `(?<x>.*)`. Expecting <EOL>", "{x} is not expected here", TokenHelp),
        (
            "^Unexpected (token|keyword found|literal member|statement/expression) `?(?<x>.*?)`?( while .*| in the body .*)?$",
            "{x} is not expected here",
            null
        ),
        ("^Expecting an expression for argument function calls", "A value is expected here", null),
        ("^Expecting a comma to separate arguments", "A comma or a closing parenthesis is expected here", null),
        ("^Expecting a closing parenthesis", "A closing parenthesis is expected here", null),
        (
            "^(Expecting a simple global or local variable before|Invalid identifier passed as a named argument)",
            "A name is expected before the colon",
            null
        ),
        ("^The operand of an increment or decrement operator", "++ and -- need a name", null),
        ("^(When|when) is expecting at least one value", "when needs a value", null),
        (
            "^A (else|`when`) condition must be preceded",
            "There is no block above that it belongs to",
            "else belongs in an if or a for, when in a case."
        ),
        ("^Invalid if/else combination", "A for has no else if", null),
        ("Cannot use block delegate", "$$ is not allowed here", null),
        (
            "^Unexpected escape character `(?<x>.*)` in string",
            "There is no escape \\{x} in a text",
            "A backslash is written \\\\, or the text in `…`."
        ),
        ("^Unexpected hex number `.*` following `(?<x>.*?)`", "Hexadecimal digits are expected after {x}", null),
        ("^Opened interpolated expression not closed", "A { in the text is not closed", null),
        ("^Expecting only a literal for an optional parameter", "The default of a parameter is a number or a quoted text", null),
        ("^Cannot declare (a|an|multiple) ", "Parameters with a default come after the others", null),
        ("^Unable to parse (the )?(float|double|integer)", "This is not a number, or it is too large", null),
    ];

    public static (string Message, string? Help, TemplateErrorKind Kind) Of(string message)
    {
        if (message.Length > 2 * LongestEnd)
            message = message[..LongestEnd] + message[^LongestEnd..];
        foreach (var (pattern, words, help) in Messages)
        {
            if (Regex.Match(message, pattern, RegexOptions.Singleline | RegexOptions.ExplicitCapture, Patience) is { Success: true } match)
                return (
                    Sentence(Filled(words, match)),
                    help is null ? null : Filled(help, match),
                    words == IsNull ? TemplateErrorKind.NullTarget : default
                );
        }

        return (Plain(message), null, TemplateErrorKind.Other);
    }

    /// <summary>What people call a value of a type, by the type's name in Scriban or .NET.</summary>
    public static string TypeWord(string type) =>
        type.Split('<', '`')[0].Split('.')[^1].TrimEnd('?').ToLowerInvariant() switch
        {
            "int"
            or "long"
            or "uint"
            or "ulong"
            or "short"
            or "ushort"
            or "byte"
            or "sbyte"
            or "int16"
            or "int32"
            or "int64"
            or "uint32"
            or "uint64"
            or "double"
            or "float"
            or "single"
            or "decimal"
            or "bigint"
            or "biginteger" => "a number",
            "string" or "text" or "char" or "textvalue" => "a text",
            "array"
            or "range"
            or "list"
            or "ilist"
            or "ienumerable"
            or "icollection"
            or "scriptarray"
            or "scriptrange"
            or "templatearray" => "a list",
            "object" or "idictionary" or "dictionary" or "keyvaluepair" or "scriptobject" or "templateobject" => "a map",
            "bool" or "boolean" => "true or false",
            "datetime" or "datetimeoffset" => "a date",
            "timespan" => "a time span",
            "null" => "null",
            "function" or "templatefunction" or "guardedfunction" => "a function",
            _ => "such a value",
        };

    private static string Filled(string words, Match match)
    {
        foreach (var group in match.Groups.Values.Where(group => char.IsAsciiLetter(group.Name[0])))
        {
            var part = group.Name[0] switch
            {
                't' => TypeWord(group.Value),
                'm' => Plain(group.Value),
                _ => Shown(group.Value),
            };
            words = words.Replace($"{{{group.Name}}}", part, StringComparison.Ordinal);
        }

        const string OtherNumber = "The number is too large here, or not a whole number";
        return words.Replace("a number is expected here, not a number", OtherNumber, StringComparison.Ordinal);
    }

    private static string Shown(string part) =>
        part.Trim() switch
        {
            "" => "this",
            "<eof>" => "the end of the text",
            var shown when shown.Length > LongestName || shown != Plain(shown) => "this",
            var shown => shown,
        };

    // Names of types that a message without other words may have, and the names of a function's parameters.
    private static string Plain(string message)
    {
        const string Type = @"\b(System|Scriban|PlanRunner)(\.\w+)+";
        var text = Regex.Replace(message, Type, match => TypeWord(match.Value), RegexOptions.ExplicitCapture, Patience);
        return Regex.Replace(text, @" \(Parameter '\w+'\)", "", RegexOptions.None, Patience);
    }

    private static string Sentence(string words) => words.StartsWith("a ", StringComparison.Ordinal) ? "A" + words[1..] : words;
}
