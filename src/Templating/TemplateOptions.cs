namespace PlanRunner.Templating;

/// <summary>What a render may do, and how far it may go.</summary>
internal sealed class TemplateOptions
{
    /// <summary>An undefined name or member is null, as in Scriban, instead of an error.</summary>
    public bool Relaxed { get; init; }

    /// <summary>Gives the text of an included template; null when there is none of that name.</summary>
    public Func<string, string?>? Include { get; init; }

    /// <summary>The clock behind <c>date.now</c> in a relaxed render; without one, asking for the time is an error.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>Finds the one of the known names that was meant by another; without it no mistake says so.</summary>
    public Func<string, IEnumerable<string>, string?>? Suggest { get; init; }

    /// <summary>Receives each name of the model whose value the render reads, as often as it does.</summary>
    public Action<string>? Read { get; init; }

    /// <summary>
    /// How much work one render may do: a round of a loop is one, and so are a value written, 16 expressions, 16 items of arrays and
    /// 256 characters handled; a call is five.
    /// </summary>
    public int LoopLimit { get; init; } = 500_000;

    /// <summary>How deep calls and includes may nest.</summary>
    public int RecursionLimit { get; init; } = 100;

    /// <summary>How many characters the output, and any one text on the way to it, may have.</summary>
    public int OutputLimit { get; init; } = 16 * 1024 * 1024;

    /// <summary>How long all the regular expressions of one render may take together.</summary>
    public TimeSpan RegexTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Ends the render early, with an error.</summary>
    public CancellationToken Cancellation { get; init; }
}
