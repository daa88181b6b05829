using System.IO.MemoryMappedFiles;
using System.Text;

namespace PlanRunner.Tests.Fuzzing;

/// <summary>
/// The case that runs now, in a file of the temporary folder: what overflows the stack takes the process with it, and its text is
/// then found there. Mapped into memory, as a file written for every case would take longer than most cases.
/// </summary>
internal sealed class CaseTrace : IDisposable
{
    private const int Size = 1024 * 1024;

    private readonly string path;
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private int written;

    public CaseTrace(string name)
    {
        path = Path.Combine(Path.GetTempPath(), $"planrunner-fuzz-{name}-{Environment.ProcessId}.txt");
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, mapName: null, Size);
        view = file.CreateViewAccessor();
    }

    public void Write(FuzzCase fuzzCase)
    {
        var bytes = Encoding.UTF8.GetBytes($"{fuzzCase.Context}\n{fuzzCase.Text}\n");
        var length = Math.Min(bytes.Length, Size);
        view.WriteArray(0, bytes, 0, length);
        if (written > length)
            view.WriteArray(length, new byte[written - length], 0, written - length);
        written = length;
    }

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
        File.Delete(path);
    }
}
