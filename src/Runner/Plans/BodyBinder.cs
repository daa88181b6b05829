using System.Text;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Plans;

/// <summary>Binds what a kind says, and keeps what was written: its keys and values, and the files it names.</summary>
internal static class BodyBinder
{
    public static (StepBody Body, string Written) Bind(
        MappingNode node,
        StepKind kind,
        ITemplateFiles files,
        Diagnostics diagnostics,
        bool templates
    )
    {
        var own = new Diagnostics();
        var written = new StringBuilder(kind.Key);
        Write(node, written);
        var body = kind.Bind(node, new StepBinder(new WritingFiles(files, written), own) { Templates = templates });
        diagnostics.AddRange(own);
        return (own.HasErrors ? new BrokenBody(kind, body) : body, written.ToString());
    }

    private static void Write(Node node, StringBuilder written)
    {
        switch (node)
        {
            case MappingNode mapping:
                foreach (var (key, value) in mapping.Entries)
                {
                    written.Append("\n{").Append(key.Value).Append(':');
                    Write(value, written);
                    written.Append('}');
                }

                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                {
                    written.Append("\n[");
                    Write(item, written);
                    written.Append(']');
                }

                break;
            case ScalarNode scalar:
                written.Append(scalar.Value);
                break;
        }
    }

    private sealed class WritingFiles(ITemplateFiles files, StringBuilder written) : ITemplateFiles
    {
        public SourceText? Find(string name, Place place, Diagnostics diagnostics)
        {
            var source = files.Find(name, place, diagnostics);
            if (source is not null)
                written.Append('\n').Append(source.Text);
            return source;
        }

        public IReadOnlyList<FileContent> Contents(string path, string folder, bool whole) => files.Contents(path, folder, whole);
    }
}
