namespace EventAdmin.Samples.Downloads.History;

/// <summary>A title that can be downloaded.</summary>
internal sealed record Title(string Id, string Name);

/// <summary>Invented names for invented customers.</summary>
internal static class Catalog
{
    public static readonly Title Alps = new("t88", "Alps");
    public static readonly Title NightTrain = new("t31", "Night Train");
    public static readonly Title HarbourLights = new("t17", "Harbour Lights");
    public static readonly Title PaperBoats = new("t12", "Paper Boats");
    public static readonly Title SaltRoad = new("t42", "The Salt Road");

    public static readonly IReadOnlyList<Title> Titles =
    [
        Alps, NightTrain, HarbourLights, PaperBoats, SaltRoad, new("t5", "Kitchen Garden"), new("t9", "Glass Mountain"),
        new("t23", "A Winter in Graz"), new("t27", "Low Tide"), new("t36", "The Clockmaker"), new("t51", "Seven Bridges"),
        new("t58", "Field Notes"), new("t63", "Blue Hour"), new("t70", "Second Violin"), new("t77", "North Wind"), new("t94", "Small Planets"),
    ];

    public static readonly IReadOnlyList<string> Devices = ["tv1", "phone1", "tablet1", "phone2", "laptop1"];

    public static readonly IReadOnlyList<string> FirstNames =
    [
        "Anna", "Bela", "Clara", "David", "Emil", "Fatma", "Georg", "Hana", "Ivo", "Jonas", "Katja", "Luka", "Mira", "Noah", "Olga", "Petra",
        "Quirin", "Rosa", "Samir", "Tereza",
    ];

    public static readonly IReadOnlyList<string> LastNames =
    [
        "Adler", "Bauer", "Cerny", "Dorfer", "Eder", "Fink", "Gruber", "Huber", "Ilic", "Jansen", "Kovacs", "Lang", "Moser", "Novak", "Ortner",
        "Pichler", "Reiter", "Steiner", "Toth", "Wagner",
    ];

    public static readonly IReadOnlyList<string> Streets =
        ["Hauptstr.", "Bahnhofstr.", "Lindenweg", "Mühlgasse", "Schulstr.", "Am Ring", "Seegasse", "Kirchplatz"];

    public static readonly IReadOnlyList<string> Cities = ["Graz", "Wien", "Linz", "Salzburg", "Innsbruck", "Klagenfurt"];

    public static readonly IReadOnlyList<string> SupportStaff = ["support:mara", "support:tom", "support:ines"];

    public static T Pick<T>(this Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
