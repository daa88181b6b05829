using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace PlanRunner.Source;

/// <summary>
/// What is under a path, determined without opening it: opening a named pipe waits for its writer.
/// https://man7.org/linux/man-pages/man2/statx.2.html
/// </summary>
internal static class FileKind
{
    private const int CurrentFolder = -100;
    private const uint TypeWanted = 1;
    private const int StructSize = 256;
    private const int ModeOffset = 28;
    private const int TypeBits = 0xF000;

    /// <summary>What it is where it is neither a file nor a folder: "a named pipe". Null also where it is not known.</summary>
    public static string? Other(string path) =>
        Type(path) switch
        {
            0x1000 => "a named pipe",
            0x2000 or 0x6000 => "a device",
            0xC000 => "a socket",
            _ => null,
        };

    /// <summary>A file is there, which can be read to its end.</summary>
    public static bool IsFile(string path) => File.Exists(path) && Other(path) is null;

    // Its layout is the same on every machine that runs Linux, which that of stat is not. Elsewhere nothing is known.
    private static int Type(string path)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        var found = new byte[StructSize];
        try
        {
            return StatX(CurrentFolder, [.. Encoding.UTF8.GetBytes(path), 0], 0, TypeWanted, found) == 0
                ? BinaryPrimitives.ReadUInt16LittleEndian(found.AsSpan(ModeOffset)) & TypeBits
                : 0;
        }
        catch (EntryPointNotFoundException)
        {
            return 0;
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, byte[] path, int flags, uint mask, byte[] found);
}
