using System.CommandLine;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Reporting;
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
        Description = "Render this file alone, as plain text: no quoting is required",
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
        command.SetAction(parsed => Run(new CommandInput(parsed, parts, Named(parsed, parts).Plan)));
        return command;
    }

    // In a folder with a plan it need not be named, and one word is then a step of it.
    private static (string? Plan, string? Step) Named(ParseResult parsed, RunnerParts parts)
    {
        var (plan, step) = (parsed.GetValue(Plan), parsed.GetValue(Step));
        if (parsed.GetValue(TemplateFile) is not null || step is not null || !File.Exists(parts.InFolder(CommonOptions.UsualPlan)))
            return (plan, step);
        return plan is not null && Path.Exists(parts.InFolder(plan)) ? (plan, step) : (CommonOptions.UsualPlan, plan);
    }

    private static int Run(CommandInput input)
    {
        var template = input.File(TemplateFile);
        if (template is null == Named(input.Parsed, input.Parts).Plan is null)
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

        return template is null
            ? new RenderOperation(input, Named(input.Parsed, input.Parts).Step, input.Json).Run()
            : TemplateRendering.Run(input, template, input.Parsed.GetValue(Relaxed));
    }
}
