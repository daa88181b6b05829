using PlanRunner.Runner.Rehearsal.Measures;
using Xunit;

namespace PlanRunner.Tests.Rehearsal;

public sealed class JournalTailTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void A_step_is_found_once_its_line_is_whole()
    {
        var tail = new JournalTail(file);
        Assert.False(tail.FindStarted("cutover/switch"));
        File.AppendAllText(file, "{\"event\":\"started\",\"step\":\"cutover/switch\"");
        Assert.False(tail.FindStarted("cutover/switch"));
        File.AppendAllText(file, ",\"run\":\"1\"}\n");
        Assert.True(tail.FindStarted("cutover/switch"));
        Assert.False(tail.FindStarted("cutover/switch"));
    }

    [Theory]
    [InlineData("{\"event\":\"done\",\"step\":\"cutover/switch\",\"because\":\"started\"}")]
    [InlineData("{\"event\":\"started\",\"step\":\"cutover/switch\",\"undo\":true}")]
    [InlineData("{\"event\":\"started\",\"step\":\"cutover/switch-back\"}")]
    [InlineData("{\"event\":\"started\",\"step\":\"other\",\"rendered\":\"cutover/switch\"}")]
    [InlineData("damaged \"started\" cutover/switch")]
    public void Other_lines_that_look_like_it_are_not_it(string line)
    {
        File.AppendAllText(file, line + "\n");
        Assert.False(new JournalTail(file).FindStarted("cutover/switch"));
    }

    [Fact]
    public void A_journal_that_is_not_there_yet_holds_nothing()
    {
        var tail = new JournalTail(file + ".later");
        Assert.False(tail.FindStarted("a"));
        File.WriteAllText(file + ".later", "{\"event\":\"started\",\"step\":\"a\"}\n");
        Assert.True(tail.FindStarted("a"));
        File.Delete(file + ".later");
    }
}
