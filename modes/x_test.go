package modes
import ("testing"; "fmt"; "ruthere/config"; "ruthere/debuglog")
func TestX(t *testing.T){
 for _, r := range []debuglog.Release{0,1,2} { fmt.Println(Running(config.New(), r)) }
}
