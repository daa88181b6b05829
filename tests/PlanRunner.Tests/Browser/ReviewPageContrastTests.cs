using Microsoft.Playwright;
using PlanRunner.Runner.Reporting;
using PlanRunner.Tests.Reviewing;
using Xunit;

namespace PlanRunner.Tests.Browser;

/// <summary>Every text stands out from what is behind it, as WCAG 2.2 (1.4.3, AA) measures it.</summary>
[Collection(BrowserCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class ReviewPageContrastTests(Chromium chromium) : IDisposable
{
    private const string TooFaint = """
        least => {
          const parse = c => { const n = c.match(/[\d.]+/g).map(Number); return { r: n[0], g: n[1], b: n[2], a: n.length > 3 ? n[3] : 1 }; };
          const over = (top, below) => ({ r: top.r * top.a + below.r * (1 - top.a), g: top.g * top.a + below.g * (1 - top.a), b: top.b * top.a + below.b * (1 - top.a), a: 1 });
          const light = c => { const l = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; return 0.2126 * l(c.r) + 0.7152 * l(c.g) + 0.0722 * l(c.b); };
          const behind = e => {
            const layers = [];
            for (let at = e; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
            return layers.reverse().reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 });
          };
          const faint = []; let texts = 0;
          const measure = (e, colour, text) => {
            if (!e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return;
            texts++;
            const under = behind(e), [a, b] = [light(over(parse(colour), under)), light(under)];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < least) faint.push(`${ratio.toFixed(2)} ${e.tagName}.${e.className}: ${text.trim().slice(0, 40)}`);
          };
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let n; n = walk.nextNode();)
            if (n.data.trim() && !['SCRIPT', 'STYLE'].includes(n.parentElement.tagName)) measure(n.parentElement, getComputedStyle(n.parentElement).color, n.data);
          for (const e of document.querySelectorAll('body *'))
            for (const part of ['::before', '::after', '::placeholder']) {
              const style = getComputedStyle(e, part);
              if (part === '::placeholder' ? e.placeholder : !['none', 'normal', '""'].includes(style.content)) measure(e, style.color, e.placeholder || style.content);
            }
          return [String(texts), ...faint];
        }
        """;

    private readonly ReviewScenes scenes = new();

    public static TheoryData<string, ColorScheme> Looks
    {
        get
        {
            var looks = new TheoryData<string, ColorScheme>();
            foreach (var name in ReviewScenes.Names)
            {
                looks.Add(name, ColorScheme.Light);
                looks.Add(name, ColorScheme.Dark);
            }

            return looks;
        }
    }

    public void Dispose() => scenes.Dispose();

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task No_text_is_fainter_than_four_and_a_half_to_one(string name, ColorScheme scheme)
    {
        await using var opened = await chromium.OpenAsync(
            Formatted.Html(scenes.Of(name)),
            new BrowserNewContextOptions { ColorScheme = scheme }
        );
        // As it opens, with filters that are off, and with everything shown.
        var texts = 0;
        foreach (var _ in (bool[])[false, true])
        {
            var found = await opened.Page.EvaluateAsync<string[]>(TooFaint, 4.5);
            Assert.True(found.Length == 1, string.Join('\n', found));
            Assert.True(int.Parse(found[0]) > texts);
            texts = int.Parse(found[0]);
            await opened.ShowAllAsync();
        }

        Assert.True(texts > 60);
    }

    [Fact]
    public async Task The_measure_knows_faint_text()
    {
        await using var opened = await chromium.OpenAsync(
            "<body><p style='color: #767676'>enough</p><p style='color: #777777'>not enough</p><p style='background: #000'><b style='background: #fff8; color: #999'>faint over two layers</b></p>"
        );
        var found = await opened.Page.EvaluateAsync<string[]>(TooFaint, 4.5);
        Assert.Equal(["3", "4.48 P.: not enough", "1.25 B.: faint over two layers"], found);
    }
}
