using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Configurations;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Source;
using ContainerState = Docker.DotNet.Models.State;

namespace PlanRunner.Runner.Rehearsal.Containers;

/// <summary>
/// The Docker engine of this machine: what containers there are, and stopping and removing them. Every answer has a deadline.
/// </summary>
internal sealed class DockerEngine : IDisposable
{
    private const string NoEngine = "PR7010";
    private const string Refused = "PR7011";
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WorkPatience = TimeSpan.FromSeconds(60);
    private readonly DockerClient client;

    private DockerEngine(DockerClient client, IDockerEndpointAuthenticationConfiguration endpoint)
    {
        this.client = client;
        Endpoint = endpoint;
    }

    public IDockerEndpointAuthenticationConfiguration Endpoint { get; }

    /// <exception cref="RehearsalException">None answers, or it is on another machine.</exception>
    public static async Task<DockerEngine> ConnectAsync(CancellationToken cancellationToken)
    {
        var engine = await OpenAsync(cancellationToken);
        try
        {
            await engine.AskAsync(token => engine.client.System.PingAsync(token), AnswerPatience, cancellationToken);
            var local = engine.Endpoint.Endpoint is { Scheme: "unix" or "npipe" } or { IsLoopback: true };
            return local
                ? engine
                : throw new RehearsalException([
                    Diagnostic.Error(
                        NoEngine,
                        $"the Docker engine is on another machine ({engine.Endpoint.Endpoint}), and a rehearsal reaches its servers on "
                            + "127.0.0.1",
                        null,
                        "unset DOCKER_HOST, or run the rehearsal where the engine is"
                    ),
                ]);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>Whether one answers.</summary>
    public static async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var engine = await ConnectAsync(cancellationToken);
            return true;
        }
        catch (RehearsalException)
        {
            return false;
        }
    }

    public void Dispose() => client.Dispose();

    /// <summary>False where it is not on this machine yet.</summary>
    public async Task<bool> HasImageAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(token => client.Images.InspectImageAsync(image, token), AnswerPatience, cancellationToken);
            return true;
        }
        catch (DockerImageNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Null where there is no such container.</summary>
    public async Task<ContainerState?> StateAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await AskAsync(token => client.Containers.InspectContainerAsync(name, token), AnswerPatience, cancellationToken)).State;
        }
        catch (DockerContainerNotFoundException)
        {
            return null;
        }
    }

    public async Task StartAsync(string name, CancellationToken cancellationToken) =>
        await AskAsync(
            token => client.Containers.StartContainerAsync(name, new ContainerStartParameters(), token),
            WorkPatience,
            cancellationToken
        );

    /// <summary>Sends its server a signal and waits until it has ended; kills it where it does not.</summary>
    public async Task StopAsync(string name, string signal, CancellationToken cancellationToken)
    {
        if (await StateAsync(name, cancellationToken) is not { Running: true })
            return;
        try
        {
            await SignalAsync(name, signal, cancellationToken);
            await EndsAsync(name, cancellationToken);
        }
        catch (TimeoutException)
        {
            await SignalAsync(name, "SIGKILL", cancellationToken);
            await EndsAsync(name, cancellationToken);
        }
        catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
        {
            // It has ended by itself meanwhile.
        }
    }

    /// <summary>Removes containers with their volumes, running or not; one that no longer exists is skipped.</summary>
    public Task RemoveAsync(IEnumerable<string> names, CancellationToken cancellationToken) =>
        Task.WhenAll(names.Select(name => RemoveAsync(name, cancellationToken)));

    /// <summary>The containers with these labels, running or not.</summary>
    public async Task<IReadOnlyList<(string Name, IDictionary<string, string> Labels)>> FindAsync(
        IReadOnlyDictionary<string, string> labels,
        CancellationToken cancellationToken
    )
    {
        var filters = new Dictionary<string, IDictionary<string, bool>>
        {
            ["label"] = labels.ToDictionary(label => $"{label.Key}={label.Value}", _ => true),
        };
        var found = await AskAsync(
            token => client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filters }, token),
            AnswerPatience,
            cancellationToken
        );
        return [.. found.Select(container => (container.Names[0].TrimStart('/'), container.Labels))];
    }

    /// <summary>The last lines that a container printed.</summary>
    public async Task<string> LogAsync(string name, int lines, CancellationToken cancellationToken)
    {
        var parameters = new ContainerLogsParameters
        {
            ShowStdout = true,
            ShowStderr = true,
            Tail = lines.ToString(CultureInfo.InvariantCulture),
        };
        try
        {
            return await AskAsync(
                async token =>
                {
                    using var stream = await client.Containers.GetContainerLogsAsync(name, parameters, token);
                    var (output, error) = await stream.ReadOutputToEndAsync(token);
                    return (output + error).Trim();
                },
                AnswerPatience,
                cancellationToken
            );
        }
        catch (DockerApiException)
        {
            return "";
        }
    }

    /// <summary>Turns what the engine or the way to it says into a diagnostic.</summary>
    public static RehearsalException Failed(string what, Exception exception) =>
        exception switch
        {
            RehearsalException known => known,
            DockerApiException => new RehearsalException([
                Diagnostic.Error(
                    Refused,
                    $"{what}: {Reason(exception)}",
                    null,
                    "fix the reported error; \"docker version\" and the engine's own log show more"
                ),
            ]),
            _ => None($"{what}: {Reason(exception)}"),
        };

    /// <summary>What went wrong, in the engine's own words where it has any.</summary>
    public static string Reason(Exception exception) =>
        exception switch
        {
            DockerApiException { ResponseBody: { Length: > 0 } said } => Message(said),
            AggregateException { InnerException: { } inner } => Reason(inner),
            HttpRequestException or IOException or SocketException => $"it does not answer ({Innermost(exception).Message})",
            _ => exception.Message,
        };

    // The engine's error is a JSON object with one message.
    private static string Message(string said)
    {
        try
        {
            using var parsed = JsonDocument.Parse(said);
            return parsed.RootElement.TryGetProperty("message", out var message) ? message.GetString() ?? said : said;
        }
        catch (JsonException)
        {
            return said.Trim();
        }
    }

    // The search asks each engine that it finds and waits for as long as that takes: not here.
    private static async Task<DockerEngine> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (endpoint, reason) = await Task.Run(DockerEndpoint.Find, cancellationToken).WaitAsync(AnswerPatience, cancellationToken);
            if (endpoint is null)
                throw None(reason);
            // Its image would be pulled, and it would take kept containers away with this process.
            TestcontainersSettings.ResourceReaperEnabled = false;
            return new DockerEngine(endpoint.GetDockerClientBuilder().Build(), endpoint);
        }
        catch (TimeoutException)
        {
            throw None($"the Docker engine at {DockerEndpoint.Address} gives no answer in {AnswerPatience.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is ArgumentException or UriFormatException)
        {
            throw None($"the Docker engine's address cannot be used: {exception.Message}");
        }
    }

    private static RehearsalException None(string what) =>
        new([
            Diagnostic.Error(
                NoEngine,
                what,
                null,
                "start it (Docker Desktop, or: sudo systemctl start docker) and let your user reach it, or name it in "
                    + "DOCKER_HOST; \"docker version\" must show a server. "
                    + "With the programs of Postgres on this machine, containers are not needed: leave out --containers, and "
                    + "write major: instead of image:"
            ),
        ]);

    private async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(
                token =>
                    client.Containers.RemoveContainerAsync(
                        name,
                        new ContainerRemoveParameters { Force = true, RemoveVolumes = true },
                        token
                    ),
                WorkPatience,
                cancellationToken
            );
        }
        catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
        {
            // Gone, or somebody else is removing it.
        }
    }

    private Task SignalAsync(string name, string signal, CancellationToken cancellationToken) =>
        AskAsync(
            token => client.Containers.KillContainerAsync(name, new ContainerKillParameters { Signal = signal }, token),
            AnswerPatience,
            cancellationToken
        );

    private Task EndsAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(token => client.Containers.WaitContainerAsync(name, token), WorkPatience, cancellationToken);

    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> askAsync, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            return await askAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer in {patience.TotalSeconds:0} s", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            throw None($"no Docker engine answers at {Endpoint.Endpoint} ({Innermost(exception).Message})");
        }
    }

    private Task AskAsync(Func<CancellationToken, Task> askAsync, TimeSpan patience, CancellationToken cancellationToken) =>
        AskAsync(
            async token =>
            {
                await askAsync(token);
                return true;
            },
            patience,
            cancellationToken
        );

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;
}
