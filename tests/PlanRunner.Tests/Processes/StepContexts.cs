using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Tests.Processes;

/// <summary>Contexts for steps that run processes and keep no markers.</summary>
internal static class StepContexts
{
    public static StepContext For(
        string? folder = null,
        Sessions? sessions = null,
        Dictionary<string, CapturedValue>? parameters = null,
        Redactor? redactor = null,
        Action<string>? tell = null,
        IReadOnlyList<string>? answer = null,
        bool approved = false
    ) =>
        new()
        {
            Path = new StepPath("a/b"),
            Sessions = sessions ?? new Sessions("move", new Dictionary<string, ConnectionSettings>()),
            Processes = new ProcessRunner(),
            Time = TimeProvider.System,
            Redactor = redactor ?? new Redactor(),
            Journal = new NoJournal(),
            // What else a step tells, such as that it ends what another run has left, is not its output.
            Tell = told =>
            {
                if (told is StepEvent.Output output)
                    tell?.Invoke(output.Text);
            },
            Parameters = parameters ?? [],
            Settings = new Dictionary<string, string>(),
            PlanFolder = folder ?? Path.GetTempPath(),
            ManualAnswer = answer,
            Approved = approved,
        };

    private sealed class NoJournal : IStepJournal
    {
        public void Committing(CommitPoint point, IReadOnlyDictionary<string, CapturedValue> captured, string? item = null) =>
            throw new InvalidOperationException();

        public void Running(BackendPoint backend) => throw new InvalidOperationException();

        public void Listed(IReadOnlyList<ListedStatement> statements) => throw new InvalidOperationException();

        public void ItemStarted(string item) => throw new InvalidOperationException();

        public void ItemDone(string item) => throw new InvalidOperationException();

        public void ItemFailed(string item, string message) => throw new InvalidOperationException();
    }
}
