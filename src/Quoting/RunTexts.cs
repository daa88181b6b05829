namespace PlanRunner.Quoting;

/// <summary>Whose texts a server runs, beside those that belong to a statement: functions and settings.</summary>
internal static class RunTexts
{
    /// <summary>Which argument of a function is run.</summary>
    public enum Argument
    {
        First,

        Second,

        Third,

        All,

        /// <summary>The last that is neither true nor false.</summary>
        LastText,
    }

    /// <summary>Functions of the server and of extensions that many have; without a schema here, in any.</summary>
    public static IReadOnlyDictionary<string, Argument> Functions { get; } =
        new Dictionary<string, Argument>(StringComparer.OrdinalIgnoreCase)
        {
            ["query_to_xml"] = Argument.First,
            ["query_to_xmlschema"] = Argument.First,
            ["query_to_xml_and_xmlschema"] = Argument.First,
            ["ts_stat"] = Argument.First,
            ["ts_rewrite"] = Argument.Second,
            ["dblink"] = Argument.LastText,
            ["dblink_exec"] = Argument.LastText,
            ["dblink_open"] = Argument.LastText,
            ["dblink_send_query"] = Argument.LastText,
            ["crosstab"] = Argument.All,
            ["crosstab2"] = Argument.All,
            ["crosstab3"] = Argument.All,
            ["crosstab4"] = Argument.All,
            ["connectby"] = Argument.All,
            ["cron.schedule"] = Argument.LastText,
            ["cron.schedule_in_database"] = Argument.Third,
            ["pglogical.replicate_ddl_command"] = Argument.First,
        };

    public static IReadOnlyDictionary<string, RunText> Settings { get; } =
        new Dictionary<string, RunText>(StringComparer.OrdinalIgnoreCase)
        {
            ["archive_command"] = RunText.Script,
            ["restore_command"] = RunText.Script,
            ["archive_cleanup_command"] = RunText.Script,
            ["recovery_end_command"] = RunText.Script,
            ["ssl_passphrase_command"] = RunText.Script,
            ["archive_library"] = RunText.Library,
            ["shared_preload_libraries"] = RunText.Library,
            ["session_preload_libraries"] = RunText.Library,
            ["local_preload_libraries"] = RunText.Library,
            ["dynamic_library_path"] = RunText.Library,
            ["jit_provider"] = RunText.Library,
        };
}
