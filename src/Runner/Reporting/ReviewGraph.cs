using System.Text;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>
/// The plan as a picture: a square a step in the order of the run, a frame a group. Each leads to its step.
/// It is made of links in boxes that wrap, so that it fits a narrow window and can be read aloud.
/// </summary>
internal sealed class ReviewGraph(Review review)
{
    private readonly StringBuilder html = new();

    public string Write()
    {
        // Where there are many, what does not change takes less room, so that the rest is found.
        html.Append(
            $"<nav class=\"graph{(ReviewHtml.IsLarge(review) ? " dense" : "")}\" aria-label=\"The steps in their groups, by mark\">\n"
        );
        foreach (var step in review.Steps)
            Draw(step);
        return html.Append("</nav>\n").ToString();
    }

    private void Draw(ReviewStep step)
    {
        if (!step.IsGroup)
        {
            Square(step);
            return;
        }

        html.Append(
            $"<div class=\"frame m-{ReviewWords.Name(step.Mark)}\"><a class=\"name\" href=\"#{HtmlPage.Anchor(step.Path)}\">{HtmlPage.Text(step.Path.Value)}</a><div>\n"
        );
        foreach (var inner in step.Steps)
            Draw(inner);
        html.Append("</div></div>\n");
    }

    // Its name is its title; the sign in it is for the eye.
    private void Square(ReviewStep step) =>
        html.Append(
            $"<a class=\"square m-{ReviewWords.Name(step.Mark)}\" href=\"#{HtmlPage.Anchor(step.Path)}\" title=\"{HtmlPage.Text($"{step.Path}: {ReviewWords.Meaning(step.Mark)}")}\"><i aria-hidden=\"true\">{ReviewWords.Mark(step.Mark)}</i></a>\n"
        );
}
