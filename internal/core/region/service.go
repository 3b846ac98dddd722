package region

// ServiceID names a service inside the catalogue: short, lower case, stable. It is
// ours; the ids that AWS uses are aliases.
type ServiceID string

// Service is one AWS service, or a part of one that a region can lack by itself.
type Service struct {
	ID   ServiceID `yaml:"id"`
	Name string    `yaml:"name"` // as AWS writes it today
	Area string    `yaml:"-"`    // the file it stands in: compute, storage ...
	// PartOf names the service that this is a part of. What no source says of a
	// part, its whole answers.
	PartOf ServiceID `yaml:"part_of"`

	Short    []string `yaml:"short"`    // further names that mean nothing else: EC2
	Ordinary []string `yaml:"ordinary"` // names that are also ordinary words: Glue, Connect
	Former   []string `yaml:"former"`   // what it was called before
	Chinese  []string `yaml:"chinese"`  // what it is called in Chinese, beside the English name
	ListedAs []string `yaml:"listed_as"`

	SDK            []string `yaml:"sdk"`            // client ids of SDKs, boto3 first
	CLI            []string `yaml:"cli"`            // commands of the aws program
	IAM            []string `yaml:"iam"`            // prefixes of actions, and services in ARNs
	Endpoints      []string `yaml:"endpoints"`      // first labels of host names
	Principals     []string `yaml:"principals"`     // further service principals, before .amazonaws.com
	CloudFormation []string `yaml:"cloudformation"` // namespaces or whole types
	Terraform      []string `yaml:"terraform"`      // beginnings of resource types
	CDK            []string `yaml:"cdk"`            // modules of aws-cdk-lib
	Products       []string `yaml:"products"`       // product codes of the Cost and Usage Report
}

// names gives every name of the service in prose, unambiguous ones first.
func (s Service) names() []string {
	all := append([]string{s.Name}, s.Short...)
	all = append(all, s.Former...)
	all = append(all, s.Chinese...)
	all = append(all, s.ListedAs...)
	return append(all, s.Ordinary...)
}
