namespace PlanRunner.Source;

/// <summary>A stretch of one line in a file; line and column are 1-based, length is in characters.</summary>
internal readonly record struct Place(SourceText Source, int Line, int Column, int Length = 1) : IComparable<Place>
{
    public int CompareTo(Place other)
    {
        var byPath = string.CompareOrdinal(Source.Path, other.Source.Path);
        if (byPath != 0)
            return byPath;
        return Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);
    }

    public static bool operator <(Place left, Place right) => left.CompareTo(right) < 0;

    public static bool operator >(Place left, Place right) => left.CompareTo(right) > 0;

    public static bool operator <=(Place left, Place right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Place left, Place right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Source.Path}:{Line}:{Column}";
}
