using PlanRunner.Templating;

// The same SQL from the same values by our floor over Scriban and by Scriban alone. Both are parsed beforehand. Rounds alternate and
// processor time counts, so that what else the machine does hits neither; the medians are compared.
const int Rounds = 5;
const int RendersPerRound = 10_000;

const string Text = """
    SET lock_timeout = '5s';
    SET search_path = '';
    CREATE PUBLICATION {{ publication }} FOR TABLE
    {{~ for table in tables ~}}
      app.{{ table }}{{ if !for.last }},{{ end }}
    {{~ end ~}}
    ;
    {{~ for role in roles ~}}
    GRANT SELECT ON ALL TABLES IN SCHEMA app TO {{ role }};
    {{~ end ~}}
    {{~ if environment == "production" ~}}
    SELECT pg_create_logical_replication_slot('{{ publication }}', 'pgoutput');
    {{~ else ~}}
    SELECT 1;
    {{~ end ~}}
    ALTER DATABASE {{ source.database }} SET default_transaction_read_only = on;
    COMMENT ON DATABASE {{ source.database }} IS '{{ publication | string.upcase }}';
    ALTER SYSTEM SET max_wal_senders = {{ senders }};
    SELECT '{{ roles | array.join ", " }}';
    SELECT pg_reload_conf();
    """;

string[] tables = ["account", "orders", "item", "audit"];
string[] roles = ["web", "worker"];
var model = new TemplateObject
{
    ["publication"] = "replicate",
    ["tables"] = new TemplateArray(tables),
    ["roles"] = new TemplateArray(roles),
    ["environment"] = "production",
    ["senders"] = 10,
    ["source"] = new TemplateObject { ["database"] = "shop" },
};
var ours = Template.Parse(Text).Template ?? throw new InvalidOperationException("Our template has mistakes.");
var options = new TemplateOptions();
var theirs = Scriban.Template.Parse(Text);
var values = new Scriban.Runtime.ScriptObject
{
    ["publication"] = "replicate",
    ["tables"] = tables,
    ["roles"] = roles,
    ["environment"] = "production",
    ["senders"] = 10,
    ["source"] = new Scriban.Runtime.ScriptObject { ["database"] = "shop" },
};

string RenderOurs() => ours.Render(model, options).Text;

string RenderTheirs()
{
    var context = new Scriban.TemplateContext();
    context.PushGlobal(values);
    return theirs.Render(context);
}

if (RenderOurs() != RenderTheirs())
{
    Console.Error.WriteLine($"The two give different text:\n{RenderOurs()}\n---\n{RenderTheirs()}");
    return 1;
}

double Measure(Func<string> render)
{
    var before = Environment.CpuUsage.TotalTime;
    for (var count = 0; count < RendersPerRound; count++)
    {
        render();
    }

    return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
}

Measure(RenderOurs);
Measure(RenderTheirs);
var (a, b) = (new List<double>(), new List<double>());
for (var round = 0; round < Rounds; round++)
{
    a.Add(Measure(RenderOurs));
    b.Add(Measure(RenderTheirs));
}

a.Sort();
b.Sort();
var (mine, alone) = (a[Rounds / 2], b[Rounds / 2]);
Console.WriteLine($"planrunner {mine:0} ms, scriban alone {alone:0} ms, ratio {mine / alone:0.00}");
return 0;
