using System.Formats.Tar;
using DotNet.Testcontainers.Containers;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Rehearsal.Containers;

/// <summary>
/// psql, pg_dump and pg_restore for the shell steps of a machine that has none: taken out of a server's image, each with the libraries
/// and the loader that it has there, so that they are ordinary programs of this machine, with its files, signals and pipes.
/// </summary>
internal static class ClientPrograms
{
    private const string FolderName = "programs";
    private const string Archive = "/tmp/planrunner-programs.tar";
    private static readonly string[] Needed = ["psql", "pg_dump", "pg_restore"];
    private static readonly string[] Wanted =
    [
        .. Needed,
        "pg_dumpall",
        "pg_isready",
        "createdb",
        "dropdb",
        "pg_basebackup",
        "pgbench",
        "vacuumdb",
    ];

    // In the container: the programs, what "ldd" says that they load, and the loader itself.
    private const string Collect = """
        set -eu
        bin=$1
        shift
        to=/tmp/planrunner-programs
        rm -rf "$to"
        mkdir -p "$to"
        for name in "$@"; do
          file=$bin/$name
          [ -x "$file" ] || file=$(command -v "$name" || true)
          [ -n "$file" ] || continue
          file=$(readlink -f "$file")
          ldd "$file" >"$to/.needs" 2>/dev/null || continue
          cp "$file" "$to/$name"
          while read -r first arrow path rest; do
            if [ "$arrow" = '=>' ] && [ -n "$path" ]; then cp -L "$path" "$to/${first##*/}"; fi
            case $first in /*/ld*) cp -L "$first" "$to/loader" ;; esac
          done <"$to/.needs"
        done
        rm -f "$to/.needs"
        chmod -R a+rX "$to"
        tar -C "$to" -cf /tmp/planrunner-programs.tar .
        rm -rf "$to"
        """;

    /// <summary>Some that plans use are not on this machine.</summary>
    public static bool AreMissing => Needed.Any(name => ProgramPath.Find(name) is null);

    /// <summary>The folder to put first in the PATH of shell steps; null where the sandbox has none.</summary>
    public static string? In(string folder) => Path.Combine(folder, FolderName, "bin") is var bin && Directory.Exists(bin) ? bin : null;

    public static async Task TakeAsync(
        IContainer container,
        ContainerServer server,
        string folder,
        Action<string>? tell,
        CancellationToken cancellationToken
    )
    {
        var missing = string.Join(", ", Needed.Where(name => ProgramPath.Find(name) is null));
        if (!OperatingSystem.IsLinux())
        {
            tell?.Invoke(
                $"{missing}: not on this machine. Shell steps that call them will fail; install the client programs of Postgres, "
                    + "such as with: brew install libpq"
            );
            return;
        }

        var bin = await server.AskAsync("SELECT setting FROM pg_config WHERE name = 'BINDIR'", cancellationToken);
        var collected = await container.ExecAsync(["sh", "-c", Collect, "sh", bin, .. Wanted], cancellationToken);
        var home = Path.Combine(folder, FolderName);
        if (collected.ExitCode == 0)
        {
            await UnpackAsync(await container.ReadFileAsync(Archive, cancellationToken), home, cancellationToken);
            if (await RunsAsync(Path.Combine(home, "bin", Needed[0]), cancellationToken))
            {
                tell?.Invoke($"{missing}: not on this machine; shell steps get those of {server.Image} ({server.Version})");
                return;
            }

            Directory.Delete(home, recursive: true);
        }

        tell?.Invoke(
            $"{missing}: not on this machine, and those of {server.Image} do not run here. {collected.Stderr.Trim()} Shell "
                + "steps that call them will fail; install the client programs of Postgres"
        );
    }

    private static async Task UnpackAsync(byte[] archive, string home, CancellationToken cancellationToken)
    {
        var files = Directory.CreateDirectory(Path.Combine(home, "files")).FullName;
        var bin = Directory.CreateDirectory(Path.Combine(home, "bin")).FullName;
        using var stream = new MemoryStream(archive, writable: false);
        await TarFile.ExtractToDirectoryAsync(stream, files, overwriteFiles: true, cancellationToken);
        const UnixFileMode mode =
            UnixFileMode.UserRead
            | UnixFileMode.UserWrite
            | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead
            | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead
            | UnixFileMode.OtherExecute;
        foreach (var name in Wanted.Where(name => File.Exists(Path.Combine(files, name))))
        {
            var program = Path.Combine(bin, name);
            await File.WriteAllTextAsync(
                program,
                $"#!/bin/sh\nhome='{files.Replace("'", "'\\''", StringComparison.Ordinal)}'\n"
                    + $"exec \"$home/loader\" --library-path \"$home\" --argv0 \"$0\" \"$home/{name}\" \"$@\"\n",
                cancellationToken
            );
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(program, mode);
        }
    }

    private static async Task<bool> RunsAsync(string program, CancellationToken cancellationToken)
    {
        try
        {
            return (await ProcessRunner.Default.RunAsync(ProcessCommand.Of(program, "--version"), cancellationToken)).Ok;
        }
        catch (ProcessStartException)
        {
            return false;
        }
    }
}
