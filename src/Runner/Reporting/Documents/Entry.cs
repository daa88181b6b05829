using PlanRunner.Source;

namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>A step or a group of steps: its line, and the blocks below it, which can be expanded and collapsed.</summary>
internal sealed record Entry : IShown
{
    public Media In { get; init; } = Media.All;

    public required EntryMark Mark { get; init; }

    public required string Path { get; init; }

    /// <summary>By which it is found on a page; null for what is no longer in the plan.</summary>
    public string? Anchor { get; init; }

    /// <summary>Null where it is the same as the path.</summary>
    public string? Title { get; init; }

    /// <summary>What sort of step, in a few words; null where there is no more to say.</summary>
    public string? What { get; init; }

    /// <summary>What its mark means here, if no legend explains it; null if that is obvious.</summary>
    public string? Aside { get; init; }

    public IReadOnlyList<EntryLabel> Labels { get; init; } = [];

    /// <summary>What has to be seen although it is closed.</summary>
    public IReadOnlyList<string> Badges { get; init; } = [];

    public IReadOnlyList<Block> Content { get; init; } = [];

    /// <summary>It holds others.</summary>
    public bool IsGroup { get; init; }

    public IReadOnlyList<Entry> Entries { get; init; } = [];

    /// <summary>Nothing happens to it, or to anything in it.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>There is something in it to be looked at first.</summary>
    public bool IsOpen { get; init; }

    /// <summary>As it is, nothing runs: open even where everything else is closed.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Who has the room where there is little: the lowest first.</summary>
    public int Rank { get; init; }

    public Place? Place { get; init; }

    /// <summary>The level of its annotation; null if it has none.</summary>
    public AnnotationLevel? Level { get; init; }

    /// <summary>Its first line if it is shown alone.</summary>
    public string Alone { get; init; } = "";

    /// <summary>All facts about it in a few words, for formats without a legend.</summary>
    public string? WhatAndAside => Aside is null ? What : $"{What} · {Aside}";

    public IEnumerable<Entry> SelfAndBelow => Entries.SelectMany(entry => entry.SelfAndBelow).Prepend(this);

    /// <summary>The id of its part of a page.</summary>
    public static string AnchorOf(string path) => "step-" + Uri.EscapeDataString(path).Replace('%', '.');
}
