using System.Globalization;
using System.Text;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>The plan as a picture: a square a step in the order of the run, a frame a group, a line from each to the next. Each leads to its step.</summary>
internal sealed class ReviewGraph(Review review)
{
    private const int Width = 1000;
    private const int Pad = 10;
    private const int Label = 16;

    // So that a plan of thousands is still one picture.
    private readonly int size = review.Leaves.Count() switch { <= 120 => 18, <= 600 => 12, _ => 7 };
    private readonly StringBuilder frames = new();
    private readonly StringBuilder nodes = new();
    private readonly List<string> way = [];

    private int Gap => Math.Max(2, size / 3);

    public string Write()
    {
        var bottom = Row(review.Steps, Pad, Pad, Width - (2 * Pad));
        return string.Create(CultureInfo.InvariantCulture, $"<svg class=\"graph\" viewBox=\"0 0 {Width} {bottom + Pad}\" role=\"img\" aria-label=\"The steps in their groups, by mark\">\n{frames}<polyline class=\"way\" points=\"{string.Join(' ', way)}\"/>\n{nodes}</svg>\n");
    }

    // Lays steps out from left to right, and groups as frames of the whole width; gives the y below them.
    private int Row(IReadOnlyList<ReviewStep> steps, int left, int top, int width)
    {
        var (x, y) = (left, top);
        foreach (var step in steps)
        {
            if (step.IsGroup)
            {
                if (x > left)
                    (x, y) = (left, y + size + Gap);
                y = Frame(step, left, y, width) + Gap;
                continue;
            }

            if (x + size > left + width)
                (x, y) = (left, y + size + Gap);
            Node(step, x, y);
            x += size + Gap;
        }

        return x > left ? y + size : y;
    }

    private int Frame(ReviewStep group, int left, int top, int width)
    {
        var bottom = Row(group.Steps, left + Pad, top + Label, width - (2 * Pad)) + Gap;
        var name = ReviewWords.Name(group.Mark);
        frames.Append(CultureInfo.InvariantCulture, $"<a href=\"#{HtmlPage.Anchor(group.Path)}\" class=\"m-{name}\"><text x=\"{left + 4}\" y=\"{top + 11}\">{HtmlPage.Text(group.Path.Value)}</text></a><rect class=\"group\" x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{bottom - top}\" rx=\"4\"/>\n");
        return bottom;
    }

    private void Node(ReviewStep step, int x, int y)
    {
        way.Add(string.Create(CultureInfo.InvariantCulture, $"{x + (size / 2)},{y + (size / 2)}"));
        nodes.Append(CultureInfo.InvariantCulture, $"<a href=\"#{HtmlPage.Anchor(step.Path)}\" class=\"m-{ReviewWords.Name(step.Mark)}\"><rect class=\"node\" x=\"{x}\" y=\"{y}\" width=\"{size}\" height=\"{size}\" rx=\"2\"><title>{HtmlPage.Text($"{ReviewWords.Mark(step.Mark)} {step.Path}: {ReviewWords.Meaning(step.Mark)}")}</title></rect></a>\n");
    }
}
