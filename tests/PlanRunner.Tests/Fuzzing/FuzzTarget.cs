namespace PlanRunner.Tests.Fuzzing;

/// <summary>Something that takes text from outside and must answer whatever it is.</summary>
internal abstract class FuzzTarget : IDisposable
{
    public abstract IReadOnlyList<FuzzCase> Corpus { get; }

    /// <summary>Texts that are put in, beside the words of the corpus.</summary>
    public abstract IReadOnlyList<string> Fragments { get; }

    /// <summary>
    /// Runs one case and tells what came of it. Two cases with the same answer are taken to have gone the same way; an exception is
    /// a mistake of ours.
    /// </summary>
    public abstract string Run(FuzzCase fuzzCase);

    /// <summary>The last touch on a mutant, for a format that would refuse nearly all of them at its door.</summary>
    public virtual string Finish(string text, Random random) => text;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) { }
}
