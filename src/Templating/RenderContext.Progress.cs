namespace PlanRunner.Templating;

/// <content>What one render has done so far, and nothing of the one before.</content>
internal sealed partial class RenderContext
{
    private sealed class Progress(SourceTree root, TemplateOptions options, PieceOutput output, NameScope given)
    {
        public static Progress None { get; } = new(SourceTree.Empty, new TemplateOptions(), null!, null!);

        public SourceTree Root => root;

        public TemplateOptions Options => options;

        public PieceOutput Output => output;

        public NameScope Given => given;

        public Dictionary<string, SourceTree> Included { get; } = [];

        /// <summary>Names whose value was not found for an error that was reported.</summary>
        public HashSet<string> Lost { get; } = [];

        public List<TemplateError> Errors { get; } = [];

        /// <summary>The secrets that the render has met, joined by '+'.</summary>
        public string? Met { get; set; }

        /// <summary>The secrets that loops went over: whether a value has changed would tell of them.</summary>
        public string? Looped { get; set; }

        /// <summary>What the page that was evaluated last has written.</summary>
        public IReadOnlyList<Segment> LastPage { get; set; } = [];

        public ScriptNode? Writing { get; set; }

        public ScriptReturnStatement? Returned { get; set; }

        public int Depth { get; set; }

        public int Failures { get; set; }

        public int Calls { get; set; }

        public long Steps { get; set; } = (long)options.LoopLimit * StepsPerRound;

        public long Written { get; set; }

        public bool Lenient { get; set; }

        public TimeSpan RegexLeft { get; set; } = options.RegexTimeout;

        /// <summary>What was meant by the last name that a relaxed render took for null.</summary>
        public string? Meant { get; set; }
    }
}
