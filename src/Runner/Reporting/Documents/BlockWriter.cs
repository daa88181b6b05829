namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>Writes blocks in one format: there is a method for each kind, so that no format can leave one out.</summary>
internal abstract class BlockWriter(Media medium)
{
    protected Media Medium { get; } = medium;

    protected void Write(IEnumerable<Block> blocks)
    {
        foreach (var block in blocks.Of(Medium))
            Write(block);
    }

    protected abstract void Write(Sentences sentences);

    protected abstract void Write(Paragraph paragraph);

    protected abstract void Write(Facts facts);

    protected abstract void Write(Outline outline);

    protected abstract void Write(Section section);

    protected abstract void Write(Code code);

    protected abstract void Write(Listing listing);

    protected abstract void Write(Difference difference);

    protected abstract void Write(Notices notices);

    private void Write(Block block)
    {
        switch (block)
        {
            case Sentences sentences:
                Write(sentences);
                break;
            case Paragraph paragraph:
                Write(paragraph);
                break;
            case Facts facts:
                Write(facts);
                break;
            case Outline outline:
                Write(outline);
                break;
            case Section section:
                Write(section);
                break;
            case Code code:
                Write(code);
                break;
            case Listing listing:
                Write(listing);
                break;
            case Difference difference:
                Write(difference);
                break;
            case Notices notices:
                Write(notices);
                break;
            default:
                throw new NotSupportedException($"no format writes a {block.GetType().Name}");
        }
    }
}
