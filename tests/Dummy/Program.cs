using System.Diagnostics;
using System.Runtime.InteropServices;

// A child process for tests: does what its arguments say, one after the other.
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "out":
            Console.Out.WriteLine(args[++i]);
            break;
        case "err":
            Console.Error.WriteLine(args[++i]);
            break;
        case "part":
            Console.Out.Write(args[++i]);
            break;
        case "many":
            for (var line = 1; line <= int.Parse(args[i + 1]); line++)
            {
                Console.Out.WriteLine($"out {line}");
                Console.Error.WriteLine($"err {line}");
            }

            i++;
            break;
        case "echo":
            Console.Out.Write(Console.In.ReadToEnd());
            break;
        case "env":
            Console.Out.WriteLine(Environment.GetEnvironmentVariable(args[++i]) ?? "(none)");
            break;
        case "folder":
            Console.Out.WriteLine(Directory.GetCurrentDirectory());
            break;
        case "told":
            // Says which signal ended it, as a program that cleans up does.
            Wait(args[++i] == "interrupt" ? PosixSignal.SIGINT : PosixSignal.SIGTERM);
            break;
        case "deaf":
            Wait(null);
            break;
        case "leave":
            // Leaves a process behind that holds the output open.
            var start = new ProcessStartInfo("sleep", [args[++i]]) { UseShellExecute = false };
            using (var left = Process.Start(start)!)
                Console.Out.WriteLine(left.Id);
            break;
        case "exit":
            return int.Parse(args[++i]);
        default:
            Console.Error.WriteLine($"unknown: {args[i]}");
            return 64;
    }
}

return 0;

static void Wait(PosixSignal? ends)
{
    using var ended = new ManualResetEventSlim();
    void Hear(PosixSignalContext context)
    {
        context.Cancel = true;
        if (context.Signal == ends)
            ended.Set();
    }

    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear);
    Console.Out.WriteLine($"ready {Environment.ProcessId}");
    ended.Wait();
    Console.Out.WriteLine($"ended by {ends}");
}
