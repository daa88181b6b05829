using System.CommandLine;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Reporting.Json;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Commands;

/// <summary>Prints rendered text, secrets by name: of a plan's steps, or of a single template for trying one.</summary>
internal static class RenderCommand
{
    private static readonly Argument<string?> Plan = new("PLAN")
    {
        Description = CommonOptions.Plan.Description,
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Argument<string?> Step = new("STEP")
    {
        Description = "Only this step or group",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Option<string?> TemplateFile = new("--template")
    {
        Description = "Render this file alone, as plain text: no quoting is demanded",
    };
    private static readonly Option<bool> Relaxed = new("--relaxed")
    {
        Description = "With --template: an undefined name is empty instead of an error",
    };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("render", "Print rendered text, secrets by name")
        {
            Plan,
            Step,
            CommonOptions.Environment,
            CommonOptions.Variables,
            TemplateFile,
            Relaxed,
            CommonOptions.OutputFormat,
        };
        NoEffect.Without(command, Relaxed, TemplateFile);
        NoEffect.With(command, CommonOptions.Environment, TemplateFile);
        command.SetAction(parsed => Run(new CommandInput(parsed, parts, Named(parsed).Plan)));
        return command;
    }

    // In a folder with a plan it need not be named, and one word is then a step of it.
    private static (string? Plan, string? Step) Named(ParseResult parsed)
    {
        var (plan, step) = (parsed.GetValue(Plan), parsed.GetValue(Step));
        if (
            parsed.GetValue(TemplateFile) is not null
            || step is not null
            || !File.Exists(CommonOptions.UsualPlan)
            || File.Exists(plan)
            || Directory.Exists(plan)
        )
            return (plan, step);
        return (CommonOptions.UsualPlan, plan);
    }

    private static int Run(CommandInput input)
    {
        var template = input.Parsed.GetValue(TemplateFile);
        if (template is null == Named(input.Parsed).Plan is null)
        {
            return input.Output.Refuse(
                Refusal.Of(
                    ExitCodes.Invalid,
                    "PR3907",
                    "name either a PLAN or a --template",
                    "planrunner render PLAN --env E [STEP], or planrunner render --template FILE"
                )
            );
        }

        return template is null ? RunPlan(input) : TemplateRendering.Run(input, template, input.Parsed.GetValue(Relaxed));
    }

    private static int RunPlan(CommandInput input)
    {
        if (LoadedPlan.Load(input, readSecrets: false, CancellationToken.None) is not { } loaded)
            return ExitCodes.Invalid;
        var wanted = Named(input.Parsed).Step;
        var leaves = loaded.Rendered.Leaves.Where(l => wanted is null || StepArgument.IsIn(wanted, l)).ToList();
        if (leaves.Count == 0 && wanted is not null)
            return input.Output.Refuse(StepArgument.Unknown(loaded.Rendered, wanted));
        if (input.Json)
        {
            input.Output.Result(RenderedJson.Of(loaded.Rendered, leaves));
            return ExitCodes.Done;
        }

        foreach (var leaf in leaves)
        {
            var on = leaf.Body!.Connections.Count > 0 ? " on " + string.Join(", ", leaf.Body.Connections) : "";
            input.Output.Result($"-- {leaf.Path} ({leaf.Body.Kind.Key}{on})\n{leaf.Body.Redacted.TrimEnd()}\n");
        }

        return ExitCodes.Done;
    }
}
