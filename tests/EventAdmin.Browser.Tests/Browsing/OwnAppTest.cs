namespace EventAdmin.Browser.Tests.Browsing;

/// <summary>A test in a browser against an app of its own, on a store of its own in a folder that goes with it.</summary>
public abstract class OwnAppTest(SharedApp app) : BrowserTest(app)
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventadmin-browser-");
    private IAsyncDisposable? _own;

    /// <summary>A folder that is deleted after the test.</summary>
    protected string Folder => _folder.FullName;

    public override async ValueTask InitializeAsync()
    {
        SharedApp.RequireBrowser();
        _own = await StartAppAsync(Path.Combine(Folder, "store.db"));
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            if (_own is not null)
                await _own.DisposeAsync();
            _folder.Delete(recursive: true);
        }
    }

    /// <summary>Starts the app; it is disposed after the test.</summary>
    protected abstract Task<IAsyncDisposable> StartAppAsync(string storePath);
}
