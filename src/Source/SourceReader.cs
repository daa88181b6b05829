using System.Text;

namespace PlanRunner.Source;

/// <summary>Reads a text file in bounded time and memory, whatever it turns out to be.</summary>
internal static class SourceReader
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int LargestFile = 32 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// The file's text without a byte order mark; null with a diagnostic. The diagnostic is at <paramref name="place"/>
    /// where something names the file, else it has none. <paramref name="shownPath"/> is how people should see the path.
    /// </summary>
    public static SourceText? Read(string path, string shownPath, Diagnostics diagnostics, Place? place = null)
    {
        try
        {
            if (Directory.Exists(path))
                return Refuse("PR1001", $"cannot read \"{shownPath}\": it is a folder", "name the file in it", place, diagnostics);
            if (!TryRead(path, out var bytes))
                return Refuse(
                    "PR1016",
                    $"cannot read \"{shownPath}\": it is a pipe or a device, not a file, and produced nothing for {Patience.TotalSeconds:0} s",
                    "name a file",
                    place,
                    diagnostics
                );
            if (bytes is null)
                return Refuse(
                    "PR1002",
                    $"\"{shownPath}\" is larger than {LargestFile / (1024 * 1024)} MB",
                    "split it, or move long text into files of its own",
                    place,
                    diagnostics
                );
            return Decode(bytes, shownPath, diagnostics, place);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refuse("PR1001", $"cannot read \"{shownPath}\": there is no such file", Instead(path, shownPath), place, diagnostics);
        }
        catch (UnauthorizedAccessException)
        {
            return Refuse("PR1001", $"cannot read \"{shownPath}\": permission denied", "check the file's permissions", place, diagnostics);
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ArgumentException)
        {
            return Refuse("PR1001", $"cannot read \"{shownPath}\": {e.Message}", "check the path", place, diagnostics);
        }
    }

    /// <summary>The same for bytes that already exist, such as a file built into the tool.</summary>
    public static SourceText? Decode(ReadOnlySpan<byte> bytes, string shownPath, Diagnostics diagnostics, Place? place = null)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[3..];
        if (bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return Refuse("PR1004", $"\"{shownPath}\" is UTF-16, not UTF-8", "save it as UTF-8", place, diagnostics);
        if (bytes.IndexOf((byte)0) is var nul and >= 0)
            return Refuse(
                "PR1003",
                $"\"{shownPath}\" is not text: it has a NUL byte at offset {nul}",
                "name a text file",
                place,
                diagnostics
            );
        try
        {
            return new SourceText(shownPath, Utf8.GetString(bytes));
        }
        catch (DecoderFallbackException e)
        {
            var line = bytes[..Math.Clamp(e.Index, 0, bytes.Length)].Count((byte)'\n') + 1;
            return Refuse("PR1004", $"\"{shownPath}\" is not valid UTF-8 on line {line}", "save it as UTF-8", place, diagnostics);
        }
    }

    // False where it is something other than a file, and silent. Such a thing has no length; opening it may wait for a writer.
    private static bool TryRead(string path, out byte[]? bytes)
    {
        bytes = null;
        if (new FileInfo(path).Length > 0)
        {
            bytes = ReadBounded(path);
            return true;
        }

        var reading = Task.Run(() => ReadBounded(path));
        if (Task.WaitAny([reading], Patience) < 0)
            return false;
        bytes = reading.GetAwaiter().GetResult();
        return true;
    }

    private static byte[]? ReadBounded(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        var known = stream.CanSeek ? stream.Length : 0;
        if (known > LargestFile)
            return null;
        // A pipe or a growing file has no known length, so the bound is kept while reading too.
        var bytes = new byte[known + 1];
        var length = 0;
        int read;
        while ((read = stream.Read(bytes, length, bytes.Length - length)) > 0)
        {
            length += read;
            if (length > LargestFile)
                return null;
            if (length == bytes.Length)
                Array.Resize(ref bytes, Math.Max(4096, bytes.Length * 2));
        }

        return bytes[..length];
    }

    private static SourceText? Refuse(string id, string message, string help, Place? place, Diagnostics diagnostics)
    {
        diagnostics.Error(id, message, place, help);
        return null;
    }

    // .yml for .yaml, or the other way.
    private static string Instead(string path, string shownPath)
    {
        var other = Path.GetExtension(path) switch
        {
            ".yml" => ".yaml",
            ".yaml" => ".yml",
            _ => null,
        };
        return other is not null && File.Exists(Path.ChangeExtension(path, other))
            ? $"did you mean \"{Path.ChangeExtension(shownPath, other)}\"?"
            : "check the path";
    }
}
