package generating

import "github.com/sevenfold/sevenfold/internal/core/service"

// offering is something the partner sells, with what the rules of
// categories.csv make of it.
type offering struct {
	code    string
	english string
	chinese string
	nature  service.Nature
	shares  []categoryShare // empty: no rule places it
	perDay  bool            // sold by the day
}

// categoryShare is a category's part of a line, in percent.
type categoryShare struct {
	category service.Category
	percent  int64
}

func only(c service.Category) []categoryShare { return []categoryShare{{c, 100}} }

// label is the description in both languages, as the books outside China have it.
func (o *offering) label() string { return o.english + " / " + o.chinese }

// offerings is the price list. Its Chinese words are what the rules look for
// in books that have no item codes.
type offerings struct {
	assessment, review, architecture, security, procurement, migration, platform, landingZone, training,
	operations, retainer, recharge, hardware, licence, other *offering
}

func newOfferings() offerings {
	sold := service.NatureService
	return offerings{
		assessment:   &offering{"ADV-01", "Cloud strategy assessment", "云战略咨询评估", sold, only(service.CategoryAdvise), true},
		review:       &offering{"ADV-02", "Well-architected review", "架构评审咨询", sold, only(service.CategoryAdvise), true},
		architecture: &offering{"DSG-01", "Solution architecture", "解决方案架构设计", sold, only(service.CategoryDesign), true},
		security:     &offering{"DSG-02", "Security and network concept", "安全与网络方案设计", sold, only(service.CategoryDesign), true},
		procurement:  &offering{"PRC-01", "Procurement and licence advice", "采购与许可顾问服务", sold, only(service.CategoryProcure), false},
		migration:    &offering{"BLD-01", "Migration delivery", "系统迁移实施", sold, only(service.CategoryBuild), true},
		platform:     &offering{"BLD-02", "Data platform delivery", "数据平台实施", sold, only(service.CategoryBuild), true},
		landingZone: &offering{"BLD-03", "Landing zone blueprint and delivery", "着陆区设计与实施", sold,
			[]categoryShare{{service.CategoryDesign, 30}, {service.CategoryBuild, 70}}, true},
		training:   &offering{"ADP-01", "Team enablement workshops", "团队赋能培训", sold, only(service.CategoryAdopt), true},
		operations: &offering{"MNG-01", "Managed cloud operations, monthly", "云托管运维（月度）", sold, only(service.CategoryManage), false},
		retainer:   &offering{"MNG-02", "Managed cloud operations, retainer to year end", "云托管运维（年度）", sold, only(service.CategoryManage), false},
		recharge:   &offering{"RES-01", "Cloud usage recharge", "云资源费用转售", service.NatureResoldCloud, nil, false},
		hardware:   &offering{"HWD-01", "Edge gateway appliance", "边缘网关硬件", service.NatureHardware, nil, false},
		licence:    &offering{"LIC-01", "Third-party software subscription", "第三方软件订阅", service.NatureThirdPartySoftware, nil, false},
		other:      &offering{"MSC-01", "Services as agreed", "其他约定服务", sold, nil, false},
	}
}

// rule is a line of categories.csv.
type rule struct {
	id, field, equals, contains, pattern string
	nature                               service.Nature
	shares                               []categoryShare
}

// rules give every offering the nature and shares it has above; the first that
// matches decides. "Services as agreed" is left to nobody on purpose.
func rules() []rule {
	blend := []categoryShare{{service.CategoryDesign, 30}, {service.CategoryBuild, 70}}
	return []rule{
		{id: "resold-code", field: "item_code", pattern: "^RES-", nature: service.NatureResoldCloud},
		{id: "hardware-code", field: "item_code", pattern: "^HWD-", nature: service.NatureHardware},
		{id: "software-code", field: "item_code", pattern: "^LIC-", nature: service.NatureThirdPartySoftware},
		{id: "landing-zone-code", field: "item_code", equals: "BLD-03", shares: blend},
		{id: "advise-code", field: "item_code", pattern: "^ADV-", shares: only(service.CategoryAdvise)},
		{id: "design-code", field: "item_code", pattern: "^DSG-", shares: only(service.CategoryDesign)},
		{id: "procure-code", field: "item_code", pattern: "^PRC-", shares: only(service.CategoryProcure)},
		{id: "build-code", field: "item_code", pattern: "^BLD-", shares: only(service.CategoryBuild)},
		{id: "adopt-code", field: "item_code", pattern: "^ADP-", shares: only(service.CategoryAdopt)},
		{id: "manage-code", field: "item_code", pattern: "^MNG-", shares: only(service.CategoryManage)},
		{id: "resold-text", field: "description", contains: "转售", nature: service.NatureResoldCloud},
		{id: "hardware-text", field: "description", contains: "硬件", nature: service.NatureHardware},
		{id: "software-text", field: "description", contains: "第三方软件", nature: service.NatureThirdPartySoftware},
		{id: "landing-zone-text", field: "description", contains: "设计与实施", shares: blend},
		{id: "advise-text", field: "description", contains: "咨询", shares: only(service.CategoryAdvise)},
		{id: "design-text", field: "description", contains: "设计", shares: only(service.CategoryDesign)},
		{id: "procure-text", field: "description", contains: "采购", shares: only(service.CategoryProcure)},
		{id: "build-text", field: "description", contains: "实施", shares: only(service.CategoryBuild)},
		{id: "adopt-text", field: "description", contains: "培训", shares: only(service.CategoryAdopt)},
		{id: "manage-text", field: "description", contains: "托管运维", shares: only(service.CategoryManage)},
	}
}
