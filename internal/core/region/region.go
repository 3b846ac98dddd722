// Package region says what runs where: AWS services with every name and id that
// stands for them, whether a region has them and who says so, and what follows
// for a thing that needs them.
//
// It owns the catalogue (data/, embedded), how sources of different weight make
// one state, and the verdict. It does not own how files are read (internal/source)
// nor how names are found in prose (core/region/prose).
package region

// ID is the code of a region, such as cn-north-1.
type ID string

// The regions that this product is about; any other of the catalogue may be asked
// for as well.
const (
	Beijing ID = "cn-north-1"
	Ningxia ID = "cn-northwest-1"
)

// China lists the regions of the China partition, Beijing first.
func China() []ID { return []ID{Beijing, Ningxia} }

// Partition is what the ARNs of a region begin with, after "arn:".
type Partition string

const (
	PartitionAWS   Partition = "aws"
	PartitionChina Partition = "aws-cn"
	PartitionGov   Partition = "aws-us-gov"
	PartitionEUSC  Partition = "aws-eusc"
)

// Region is one region as the catalogue knows it.
type Region struct {
	ID        ID        `yaml:"id" json:"id"`
	Name      string    `yaml:"name" json:"name"`
	Chinese   string    `yaml:"chinese" json:"chinese,omitempty"`
	Partition Partition `yaml:"partition" json:"partition"`
	Operator  string    `yaml:"operator" json:"operator,omitempty"` // who runs it, where that is not AWS
}

// Title is the name in one of the program's languages.
func (r Region) Title(chinese bool) string {
	if chinese && r.Chinese != "" {
		return r.Chinese
	}
	return r.Name
}
